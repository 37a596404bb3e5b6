// Throughput and times, from the database: the whole fleet's.
import * as api from "../../lib/api.js";
import { html, signal } from "../../lib/html.js";
import { formatNumber, formatSeconds, locale, t } from "../../lib/i18n.js";
import { useLive } from "../../lib/live.js";
import { Segmented } from "../../parts/controls.js";
import { Chart } from "../../parts/chart.js";

const hours = signal(24);

const shortSeconds = (value) => `${Number(value.toPrecision(3))} s`;

export function ChartsPage() {
  const span = hours.value;
  const [answer] = useLive(() => api.admin.series(span), 15_000, span);
  return html`<div class="page">
    <header class="page-head"><h1>${t("nav.charts")}</h1><p>${t("charts.lead")}</p></header>
    <div class="toolbar"><${Segmented} label=${t("charts.span")} value=${span} onChange=${(value) => (hours.value = value)} options=${[[1, t("span.1")], [6, t("span.6")], [24, t("span.24")], [168, t("span.168")]]} /></div>
    ${answer === null ? html`<div class="loading" aria-busy="true"></div>` : html`<${Charts} buckets=${answer.buckets} span=${span} />`}
  </div>`;
}

function Charts({ buckets, span }) {
  const times = buckets.map((bucket) => bucket.at);
  const sayTime = (moment, whole = false) =>
    new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(whole || span > 24 ? { month: "numeric", day: "numeric" } : {}) }).format(new Date(moment));
  const of = (key, name, field = name) => ({ key, label: t(`charts.${name}`), values: buckets.map((bucket) => bucket[field]) });
  const count = (value) => formatNumber(value ?? 0);
  const total = (field) => buckets.reduce((sum, bucket) => sum + bucket[field], 0);
  const ended = total("succeeded") + total("failed");
  const tiles = [
    [t("charts.submitted"), formatNumber(total("submitted"))],
    [t("charts.succeeded"), formatNumber(total("succeeded"))],
    [t("charts.failed"), formatNumber(total("failed"))],
    [t("charts.rate"), ended ? formatNumber(total("succeeded") / ended, { style: "percent", maximumFractionDigits: 1 }) : "–"],
  ];
  return html`<dl class="numbers">${tiles.map(([name, value]) => html`<div key=${name} class="card number"><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    <div class="charts">
      <${Chart} title=${t("charts.ends")} kind="bars" times=${times} say=${count} sayTime=${sayTime} series=${[of("good", "succeeded"), of("bad", "failed"), of("dim", "canceled")]} />
      <${Chart} title=${t("charts.run")} kind="lines" times=${times} say=${formatSeconds} sayTick=${shortSeconds} sayTime=${sayTime} series=${[of("accent", "median", "runP50"), of("dim", "p95", "runP95")]} />
      <${Chart} title=${t("charts.wait")} kind="lines" times=${times} say=${formatSeconds} sayTick=${shortSeconds} sayTime=${sayTime} series=${[of("accent", "median", "waitP50"), of("dim", "p95", "waitP95")]} />
    </div>`;
}
