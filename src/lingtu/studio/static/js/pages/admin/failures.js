// Why jobs fail, most frequent first.
import * as api from "../../lib/api.js";
import { html, signal } from "../../lib/html.js";
import { formatNumber, formatTime, t, tOr } from "../../lib/i18n.js";
import { useLive } from "../../lib/live.js";
import { Empty, Segmented } from "../../parts/controls.js";
import { Table } from "../../parts/table.js";

const hours = signal(24);

export function FailuresPage() {
  const span = hours.value;
  const [answer] = useLive(() => api.admin.failures(span), 10_000, span);
  return html`<div class="page">
    <header class="page-head"><h1>${t("nav.failures")}</h1><p>${t("failures.lead")}</p></header>
    <div class="toolbar"><${Segmented} label=${t("charts.span")} value=${span} onChange=${(value) => (hours.value = value)} options=${[[1, t("span.1")], [24, t("span.24")], [168, t("span.168")]]} /></div>
    ${answer === null && html`<div class="loading" aria-busy="true"></div>`}
    ${answer && answer.causes.length === 0 && html`<${Empty} icon="shield-check" title=${t("failures.none")}>${t("failures.of", { failed: 0, ended: formatNumber(answer.ended) })}<//>`}
    ${answer?.causes.length > 0 &&
    html`<p>${t("failures.of", { failed: formatNumber(answer.failed), ended: formatNumber(answer.ended) })}</p>
      <${Table} label=${t("nav.failures")} head=${[t("failures.count"), t("failures.cause"), t("history.operation"), t("failures.last"), t("app"), "jobId"]}
        rows=${answer.causes.map((one) => ({
          key: `${one.operation} ${one.code} ${one.message}`,
          cells: [html`<b>${formatNumber(one.count)}</b>`, html`<span class="cause"><code>${one.code}</code> ${one.message}</span>`, tOr(`operation.${one.operation}`, one.operation), formatTime(one.lastAt), one.lastApp, html`<code>${one.lastJob}</code>`],
        }))} />`}
  </div>`;
}
