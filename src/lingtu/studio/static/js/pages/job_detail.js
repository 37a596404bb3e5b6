// One job: results, times, parameters, its call in three languages; cancel, delete, again.
import * as api from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { formatSeconds, formatTime, t, tOr } from "../lib/i18n.js";
import { follow, hasEnded, isStatus } from "../lib/jobs.js";
import { go } from "../lib/router.js";
import { attempt, say } from "../lib/store.js";
import { Compare } from "../parts/compare.js";
import { Button, Confirm, CopyButton, IconButton, Notice, Segmented } from "../parts/controls.js";
import { JobState, StatusTag } from "../parts/job_state.js";
import { ResultTools } from "../parts/result_tools.js";

/** `onChange` gets the job whenever it is another; { jobId, gone } after its files were deleted. */
export function JobDetail({ id, onChange, onClose }) {
  const [job, setJob] = useState(null);
  const [index, setIndex] = useState(0);
  const [asking, setAsking] = useState(false);
  const show = (now) => {
    setJob(now);
    onChange(now);
  };
  useEffect(() => {
    const stop = new AbortController();
    attempt(() => follow(id, show, stop.signal));
    return () => stop.abort();
  }, [id]);
  if (!job) return html`<aside class="detail" aria-busy="true"><div class="loading"></div></aside>`;
  const cancel = () => attempt(async () => show({ ...job, ...(await api.jobs.cancel(id)) }));
  const remove = () => attempt(async () => {
    await api.jobs.remove(id);
    say(t("job.deleted"));
    show(await api.jobs.read(id));
  });
  const again = () => attempt(async () => {
    const { seed, requestId, callbackUrl, ...params } = job.params;
    const { jobId } = await api.jobs.submit(job.operation, params);
    say(t("job.again"));
    go(`#/history/${jobId}`);
  });
  const result = job.results[index];
  return html`<aside class="detail" aria-labelledby="detail-heading">
    <header><h2 id="detail-heading">${tOr(`operation.${job.operation}`, job.operation)}</h2><${StatusTag} job=${job} /><${IconButton} icon="x" label=${t("close")} onClick=${onClose} /></header>
    ${!hasEnded(job) && html`<${JobState} job=${job} onCancel=${cancel} />`}
    ${job.error && html`<${Notice} kind="bad"><b>${job.error.code}</b> ${job.error.message}<//>`}
    ${job.note && html`<${Notice}>${job.note}<//>`}
    ${job.failures.map((failure) => html`<${Notice} kind="warn" key=${failure.index}>${t("result.missing", { index: failure.index + 1, message: failure.message })}<//>`)}
    <${Pictures} job=${job} index=${index} onPick=${setIndex} />
    ${result && html`<${ResultTools} result=${result} jobId=${id} onAgain=${again} />`}
    ${!result && hasEnded(job) && html`<div class="result-tools"><${Button} icon="refresh-cw" onClick=${again}>${t("again")}<//></div>`}
    <${Facts} job=${job} />
    <h3>${t("job.params")}</h3>
    <pre class="code" tabindex="0" aria-label=${t("job.params")}>${JSON.stringify(job.params, null, 2)}</pre>
    <${Calls} id=${id} />
    ${hasEnded(job) && (job.results.length > 0 || Object.keys(job.inputs).length > 0) && html`<${Button} kind="danger" icon="trash-2" onClick=${() => setAsking(true)}>${t("job.delete")}<//>`}
    ${asking && html`<${Confirm} title=${t("job.delete")} words=${t("job.deleteWords")} action=${t("job.delete")} onConfirm=${remove} onClose=${() => setAsking(false)} />`}
  </aside>`;
}

/** The input that a result is compared with, where both have the same frame. */
const PHOTO_OF = { matting: "image", model: "model", dress: "model", remove: "image" };

function Pictures({ job, index, onPick }) {
  const result = job.results[index];
  const shown = result && result.format !== "psd" ? result.url : job.thumbnails[index];
  if (!shown) return null;
  const before = result && result.format !== "psd" ? job.inputs[PHOTO_OF[job.operation]] : null;
  const alt = t("result.alt", { index: index + 1 });
  return html`<div class="detail-picture checker">${before
      ? html`<${Compare} key=${shown} before=${before} after=${shown} beforeLabel=${t("compare.photo")} afterLabel=${t("compare.result")} alt=${alt} checker=${job.operation === "matting"} />`
      : html`<img src=${shown} alt=${alt} />`}</div>
    ${job.results.length > 1 && html`<div class="variants" role="group" aria-label=${t("result.variants")}>
      ${job.results.map((each, number) => html`<button key=${each.url} type="button" class=${`tile ${number === index ? "is-on" : ""}`} aria-pressed=${number === index} aria-label=${`${number + 1}, ${each.format}`} onClick=${() => onPick(number)}>
        ${each.format === "psd" ? html`<span class="tile-word">psd</span>` : html`<img src=${job.thumbnails[number] ?? each.url} alt="" />`}
      </button>`)}
    </div>`}`;
}

function Facts({ job }) {
  const rows = [
    ["jobId", job.jobId],
    ["requestId", job.requestId],
    [t("seed"), job.seed],
    [t("job.units"), job.units],
    [t("job.created"), formatTime(job.createdAt)],
    [t("job.waited"), formatSeconds(job.waitSeconds)],
    [t("job.ran"), formatSeconds(job.runSeconds)],
    ...(job.attempts > 1 ? [[t("job.attempts"), job.attempts]] : []),
    ...(isStatus(job, "succeed") && job.expiresAt ? [[t("job.expires"), formatTime(job.expiresAt)]] : []),
  ];
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

const LANGUAGES = ["curl", "python", "javascript"];

/** The same call from outside; the server writes it, with its signature. */
function Calls({ id }) {
  const [language, setLanguage] = useState("curl");
  const [version, setVersion] = useState("1");
  const [texts, setTexts] = useState(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (open) attempt(async () => setTexts(await api.jobs.asCall(id, version)));
  }, [open, version, id]);
  return html`<details class="sub calls" onToggle=${(event) => setOpen(event.currentTarget.open)}>
    <summary>${t("job.asCall")}</summary>
    <div class="calls-bar">
      <${Segmented} hidden label=${t("job.language")} value=${language} onChange=${setLanguage} options=${LANGUAGES.map((name) => [name, { curl: "curl", python: "Python", javascript: "JavaScript" }[name]])} />
      <${Segmented} hidden label=${t("job.signature")} value=${version} onChange=${setVersion} options=${[["1", "v1"], ["2", "v2"]]} />
      ${texts && html`<${CopyButton} text=${texts[language]} />`}
    </div>
    ${texts && html`<pre class="code" tabindex="0" aria-label=${t("job.asCall")}>${texts[language]}</pre>`}
    <p class="hint">${t("job.secretHint")}</p>
  </details>`;
}
