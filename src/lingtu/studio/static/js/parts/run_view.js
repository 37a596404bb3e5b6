// The result of a run beside its photo, and a strip of all runs.
import * as api from "../lib/api.js";
import { classes, html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { hasEnded, isStatus } from "../lib/jobs.js";
import { attempt } from "../lib/store.js";
import { Compare } from "./compare.js";
import { Button, Notice } from "./controls.js";
import { Icon } from "./icons.js";
import { JobState } from "./job_state.js";
import { ResultTools } from "./result_tools.js";

/** `runs` as of lib/single.js; `idle` is shown before the first run. */
export function RunView({ runs, idle }) {
  const { list, looked } = runs;
  const one = list.value.find((run) => run.key === looked.value?.key);
  if (!one) return html`<div class="result">${idle}<${Strip} runs=${runs} /></div>`;
  const { job } = one;
  const results = job?.results ?? [];
  const index = Math.min(looked.value.index, Math.max(0, results.length - 1));
  const result = results[index];
  return html`<div class="result">
    <div class="result-picture">
      ${result
        ? html`<${Compare} key=${one.key + index} before=${one.before} after=${result.url} beforeLabel=${t("compare.photo")} afterLabel=${t("compare.result")} alt=${t("result.alt", { index: index + 1 })} />`
        : html`<figure class="compare is-waiting"><img class="compare-after" src=${one.before} alt=${t("compare.photo")} /></figure>`}
    </div>
    <div class="result-foot">
      ${!one.error && (!job || !hasEnded(job)) && html`<${JobState} job=${job} onCancel=${() => attempt(() => api.jobs.cancel(job.jobId))} />`}
      ${one.error && html`<${Notice} kind="bad">${one.error}<//><${Button} icon="refresh-cw" onClick=${() => runs.again(one)}>${t("again")}<//>`}
      ${job && isStatus(job, "canceled") && html`<${Notice}>${t("job.canceled")}<//>`}
      ${job?.note && html`<${Notice}>${job.note}<//>`}
      ${(job?.failures ?? []).map((failure) => html`<${Notice} kind="warn" key=${failure.index}>${t("result.missing", { index: failure.index + 1, message: failure.message })}<//>`)}
      ${results.length > 1 && html`<div class="variants" role="group" aria-label=${t("result.variants")}>
        ${results.map((each, number) => html`<button key=${each.url} type="button" class=${classes("tile", number === index && "is-on")} aria-pressed=${number === index} aria-label=${t("result.alt", { index: number + 1 })}
          onClick=${() => (looked.value = { key: one.key, index: number })}><img src=${job.thumbnails[number] ?? each.url} alt="" /></button>`)}
      </div>`}
      ${result && html`<${ResultTools} result=${result} jobId=${job.jobId} onAgain=${() => runs.again(one)} />`}
      ${result && html`<p class="hint">${t("result.seed", { seed: job.seed, seconds: job.runSeconds?.toFixed(1) ?? "–" })}</p>`}
    </div>
    <${Strip} runs=${runs} />
  </div>`;
}

function Strip({ runs }) {
  const { list, looked } = runs;
  if (list.value.length === 0) return null;
  return html`<div class="filmstrip" role="group" aria-label=${t("filmstrip")}>
    ${list.value.map((one) => {
      const picture = one.job?.thumbnails[0] ?? one.job?.results[0]?.url;
      const on = one.key === looked.value?.key;
      const state = one.error ? "failed" : one.job?.status ?? "waiting";
      return html`<button key=${one.key} type="button" class=${classes("tile", on && "is-on")} aria-pressed=${on} aria-label=${t(`status.${state}`)} onClick=${() => (looked.value = { key: one.key, index: 0 })}>
        <img src=${picture ?? one.before} alt="" class=${picture ? "" : "is-dim"} />
        ${state === "failed" && html`<span class="tile-mark"><${Icon} name="triangle-alert" size=${16} /></span>`}
        ${!one.error && (!one.job || !hasEnded(one.job)) && html`<span class="tile-mark"><span class="spinner"></span></span>`}
      </button>`;
    })}
  </div>`;
}
