// What came of it, beside the plain paste; and everything made since the page was opened.
import { classes, html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { hasEnded, isStatus } from "../../lib/jobs.js";
import { Compare } from "../../parts/compare.js";
import { Button, Notice } from "../../parts/controls.js";
import { Icon } from "../../parts/icons.js";
import { JobState } from "../../parts/job_state.js";
import { ResultTools } from "../../parts/result_tools.js";
import { again, cancel, current, generations, looked } from "./generate.js";
import { view } from "./state.js";

export function ResultView() {
  const one = current.value;
  if (!one) return null;
  const { job } = one;
  const results = job?.results ?? [];
  const index = Math.min(looked.value?.index ?? 0, Math.max(0, results.length - 1));
  const result = results[index];
  return html`<div class="result">
    <div class="result-picture">
      ${result
        ? html`<${Compare} key=${one.key + index} before=${one.plain} after=${result.url} beforeLabel=${t("compare.plain")} afterLabel=${t("compare.result")} alt=${t("result.alt", { index: index + 1 })} />`
        : html`<figure class="compare is-waiting"><img class="compare-after" src=${one.plain} alt=${t("compare.plain")} /></figure>`}
    </div>
    <div class="result-foot">
      ${!job || !hasEnded(job) ? html`<${JobState} job=${job} onCancel=${() => cancel(one)} />` : null}
      ${one.error && html`<${Notice} kind="bad">${one.error}<//><${Button} icon="refresh-cw" onClick=${() => again(one)}>${t("again")}<//>`}
      ${job && isStatus(job, "canceled") && html`<${Notice}>${t("job.canceled")}<//>`}
      ${job?.note && html`<${Notice}>${job.note}<//>`}
      ${(job?.failures ?? []).map((failure) => html`<${Notice} kind="warn" key=${failure.index}>${t("result.missing", { index: failure.index + 1, message: failure.message })}<//>`)}
      ${results.length > 1 && html`<div class="variants" role="group" aria-label=${t("result.variants")}>
        ${results.map(
          (each, number) => html`<button key=${each.url} type="button" class=${classes("tile", number === index && "is-on")} aria-pressed=${number === index} aria-label=${t("result.alt", { index: number + 1 })}
            onClick=${() => (looked.value = { key: one.key, index: number })}><img src=${job.thumbnails[number] ?? each.url} alt="" /></button>`,
        )}
      </div>`}
      ${result && html`<${ResultTools} result=${result} jobId=${job.jobId} onAgain=${() => again(one)} />`}
      ${result && html`<p class="hint">${t("result.seed", { seed: job.seed, seconds: job.runSeconds?.toFixed(1) ?? "–" })}</p>`}
    </div>
  </div>`;
}

/** All generations as small pictures, newest first. */
export function Filmstrip() {
  if (generations.value.length === 0) return null;
  const show = (key) => {
    looked.value = { key, index: 0 };
    view.value = "result";
  };
  return html`<div class="filmstrip" role="group" aria-label=${t("filmstrip")}>
    ${generations.value.map((one) => {
      const on = view.value === "result" && one.key === current.value?.key;
      const picture = one.job?.thumbnails?.[0] ?? one.job?.results?.[0]?.url;
      const state = one.error ? "failed" : one.job?.status ?? "waiting";
      return html`<button key=${one.key} type="button" class=${classes("tile", on && "is-on")} aria-pressed=${on} aria-label=${t(`status.${state}`)} onClick=${() => show(one.key)}>
        <img src=${picture ?? one.plain} alt="" class=${picture ? "" : "is-dim"} />
        ${one.job?.results?.length > 1 && html`<span class="tile-count">${one.job.results.length}</span>`}
        ${state === "failed" && html`<span class="tile-mark"><${Icon} name="triangle-alert" size=${16} /></span>`}
        ${!one.error && (!one.job || !hasEnded(one.job)) && html`<span class="tile-mark"><span class="spinner"></span></span>`}
      </button>`;
    })}
  </div>`;
}
