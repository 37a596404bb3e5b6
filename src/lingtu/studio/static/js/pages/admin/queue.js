// What waits, what runs, and who runs it; asked every two seconds.
import * as api from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { formatNumber, formatSeconds, t, tOr } from "../../lib/i18n.js";
import { useLive } from "../../lib/live.js";
import { Empty } from "../../parts/controls.js";
import { Progress, StatusTag } from "../../parts/job_state.js";
import { Table } from "../../parts/table.js";

export function QueuePage() {
  const [answer] = useLive(api.admin.queue, 2000);
  return html`<div class="page">
    <header class="page-head"><h1>${t("nav.queue")}</h1><p>${t("queue.lead")}</p></header>
    ${answer === null ? html`<div class="loading" aria-busy="true"></div>` : html`<${Queue} now=${answer} />`}
  </div>`;
}

function Queue({ now }) {
  const sum = (field) => now.operations.reduce((total, one) => total + one[field], 0);
  const oldest = Math.max(0, ...now.operations.map((one) => one.oldestSeconds ?? 0));
  const tiles = [[t("status.waiting"), formatNumber(sum("waiting"))], [t("status.executing"), formatNumber(sum("executing"))], [t("queue.oldest"), sum("waiting") ? formatSeconds(oldest) : "–"], [t("queue.workers"), formatNumber(now.workers.length)]];
  return html`<dl class="numbers">${tiles.map(([name, value]) => html`<div key=${name} class="card number"><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    <div class="part"><h2>${t("queue.workers")}</h2>
      ${now.workers.length === 0
        ? html`<${Empty} icon="server" title=${t("queue.noWorkers")}>${t("queue.noWorkersHint")}<//>`
        : html`<${Table} label=${t("queue.workers")} head=${[t("queue.worker"), t("queue.heartbeat"), t("queue.jobs")]}
            rows=${now.workers.map((one) => ({ key: one.worker, cells: [html`<code>${one.worker}</code>`, t("ago", { time: formatSeconds(one.heartbeatSeconds) }), formatNumber(one.jobs)] }))} />`}
    </div>
    <div class="part"><h2>${t("queue.unfinished")}</h2>
      ${now.jobs.length === 0
        ? html`<p class="hint">${t("queue.empty")}</p>`
        : html`<${Table} label=${t("queue.unfinished")} head=${["jobId", t("app"), t("history.operation"), t("history.status"), t("queue.age"), t("queue.progress"), t("queue.worker")]}
            rows=${now.jobs.map((job) => ({
              key: job.jobId,
              cells: [html`<code>${job.jobId}</code>`, job.app, tOr(`operation.${job.operation}`, job.operation), html`<${StatusTag} job=${job} />`, formatSeconds(job.ageSeconds),
                html`<${Progress} value=${job.progress} label=${job.jobId} />`, html`<code>${job.worker ?? "–"}</code>${job.attempts > 1 ? ` · ${t("queue.attempt", { count: job.attempts })}` : ""}`],
            }))} />`}
    </div>`;
}
