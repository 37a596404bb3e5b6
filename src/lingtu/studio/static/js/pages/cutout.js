// 抠图: up to 50 pictures at once, each with its own progress; all of them as one zip.
import * as api from "../lib/api.js";
import { classes, html, signal } from "../lib/html.js";
import { useHandedOver } from "../lib/handover.js";
import { t } from "../lib/i18n.js";
import { asError, follow, isStatus } from "../lib/jobs.js";
import { fitting, save } from "../lib/pictures.js";
import { attempt, refreshSession, say, wordsOf } from "../lib/store.js";
import { Compare } from "../parts/compare.js";
import { Button, Empty, IconButton, Notice, Segmented, Switch } from "../parts/controls.js";
import { DropZone } from "../parts/drop.js";
import { Icon } from "../parts/icons.js";
import { Progress, stateWords } from "../parts/job_state.js";
import { ResultTools } from "../parts/result_tools.js";

const MOST = 50;
const AT_ONCE = 4; // files that are read and uploaded side by side; the jobs queue at the server

const options = signal({ type: 0, psd: false });
const shade = signal("checker");
const zipping = signal(false);

/** [{ key, name, photo: URL | null, job, error }], in the order they came. */
const files = signal([]);
const opened = signal(null);

let active = 0;
const pending = [];

const change = (key, part) => {
  files.value = files.value.map((file) => (file.key === key ? { ...file, ...part } : file));
};

function add(list) {
  const room = MOST - files.value.length;
  if (list.length > room) say(t("cutout.most", { count: MOST }), "bad");
  const fresh = list.slice(0, Math.max(0, room)).map((file) => ({ key: `${Date.now()}-${Math.random()}`, name: file.name, file, photo: null, job: null, error: null, options: options.value }));
  files.value = [...files.value, ...fresh];
  pending.push(...fresh.map((one) => one.key));
  pump();
}

function pump() {
  while (active < AT_ONCE && pending.length) {
    active += 1;
    run(pending.shift()).finally(() => {
      active -= 1;
      pump();
      if (active === 0 && pending.length === 0) refreshSession();
    });
  }
}

async function run(key) {
  const one = files.value.find((file) => file.key === key);
  if (!one) return;
  try {
    const { blob } = await fitting(one.file);
    change(key, { photo: URL.createObjectURL(blob) });
    const { url } = await api.upload(blob);
    const { jobId } = await api.jobs.submit("matting", { image: url, type: one.options.type, formats: one.options.psd ? ["png", "psd"] : ["png"] });
    const job = await follow(jobId, (now) => change(key, { job: now }));
    if (isStatus(job, "failed")) change(key, { error: wordsOf(asError(job)) });
  } catch (error) {
    change(key, { error: wordsOf(error) });
  }
}

function retry(key) {
  change(key, { error: null, job: null });
  pending.push(key);
  pump();
}

function remove(one) {
  if (one.job && isStatus(one.job, "waiting")) attempt(() => api.jobs.cancel(one.job.jobId));
  files.value = files.value.filter((file) => file.key !== one.key);
  if (opened.value === one.key) opened.value = null;
}

const stem = (name) => name.replace(/\.[^.]+$/, "");
const finished = () => files.value.filter((file) => file.job?.results.length);

async function saveZip() {
  zipping.value = true;
  await attempt(async () => {
    const { downloadZip } = await import("../../vendor/client-zip.mjs");
    const taken = new Map();
    const inputs = finished().flatMap((file) => file.job.results.map((result) => ({ url: result.url, name: unlike(taken, `${stem(file.name)}.${result.format}`) })));
    async function* members() {
      for (const { url, name } of inputs) yield { name, input: await fetch(url) };
    }
    save(await downloadZip(members()).blob(), "lingtu-cutouts.zip");
  });
  zipping.value = false;
}

/** A name that no other member of the zip has. */
function unlike(taken, name) {
  const count = taken.get(name) ?? 0;
  taken.set(name, count + 1);
  return count === 0 ? name : name.replace(/(\.[^.]+)$/, `-${count + 1}$1`);
}

export function CutoutPage() {
  useHandedOver("cutout", (given) => add([given.file]));
  const list = files.value;
  const done = finished().length;
  const ended = list.filter((file) => file.error || file.job?.results.length || (file.job && isStatus(file.job, "canceled"))).length;
  const one = list.find((file) => file.key === opened.value);
  return html`<div class="page">
    <header class="page-head"><h1>${t("nav.cutout")}</h1><p>${t("cutout.lead", { count: MOST })}</p></header>
    <div class="cutout-top">
      <${DropZone} multiple takesPaste label=${t("cutout.drop")} hint=${t("cutout.hint")} onFiles=${add} icon="scissors" small=${list.length > 0} />
      <div class="cutout-options">
        <${Segmented} label=${t("cutout.type")} value=${options.value.type} onChange=${(type) => (options.value = { ...options.value, type })} options=${[[0, t("cutout.subject")], [1, t("cutout.head")]]} />
        <${Switch} label=${t("cutout.psd")} checked=${options.value.psd} onChange=${(psd) => (options.value = { ...options.value, psd })} hint=${t("cutout.psdHint")} />
      </div>
    </div>
    ${list.length === 0
      ? html`<${Empty} icon="scissors" title=${t("cutout.empty")}>${t("cutout.emptyHint")}<//>`
      : html`<div class="cutout-bar">
          <div class="cutout-sum"><span role="status">${t("cutout.done", { done, count: list.length })}</span><${Progress} value=${ended / list.length} label=${t("cutout.progress")} /></div>
          <${Segmented} hidden label=${t("shade")} value=${shade.value} onChange=${(value) => (shade.value = value)} options=${["checker", "white", "black"].map((name) => [name, t(`shade.${name}`)])} />
          <${Button} icon="file-archive" kind="primary" disabled=${done === 0} busy=${zipping.value} onClick=${saveZip}>${t("cutout.zip", { count: done })}<//>
          <${Button} icon="trash-2" onClick=${() => list.forEach(remove)}>${t("cutout.clear")}<//>
        </div>
        ${one?.job?.results.length ? html`<${Closer} one=${one} />` : null}
        <ul class="cutouts">${list.map((file) => html`<${Card} key=${file.key} one=${file} />`)}</ul>`}
  </div>`;
}

function Card({ one }) {
  const results = one.job?.results ?? [];
  const picture = one.job?.thumbnails[0] ?? results[0]?.url;
  const busy = !one.error && !results.length && !(one.job && isStatus(one.job, "canceled"));
  return html`<li class="cutout">
    <button type="button" class=${classes("cutout-picture", picture && `shade-${shade.value}`)} disabled=${!results.length} aria-label=${t("cutout.open", { name: one.name })} aria-pressed=${opened.value === one.key}
      onClick=${() => (opened.value = opened.value === one.key ? null : one.key)}>
      ${picture ? html`<img src=${picture} alt="" />` : one.photo && html`<img src=${one.photo} alt="" class="is-dim" />`}
    </button>
    <div class="cutout-name"><span title=${one.name}>${one.name}</span><${IconButton} icon="x" label=${t("cutout.remove", { name: one.name })} onClick=${() => remove(one)} /></div>
    ${busy && html`<div class="cutout-state"><span>${one.photo ? stateWords(one.job) : t("cutout.waits")}</span><${Progress} value=${one.job?.progress || null} label=${one.name} /></div>`}
    ${one.error && html`<div class="cutout-state is-bad"><span><${Icon} name="triangle-alert" size=${14} /> ${one.error}</span><${Button} kind="quiet" icon="refresh-cw" onClick=${() => retry(one.key)}>${t("cutout.retry")}<//></div>`}
    ${results.length > 0 && html`<div class="cutout-files">${results.map((result) => html`<a key=${result.url} class="button button-plain" href=${`${result.url}?download=1`} download aria-label=${t("download.of", { name: `${stem(one.name)}.${result.format}` })}><${Icon} name="download" size=${16} /><span>${result.format}</span></a>`)}</div>`}
  </li>`;
}

/** One of them large, beside its photo. */
function Closer({ one }) {
  const png = one.job.results.find((result) => result.format === "png") ?? one.job.results[0];
  return html`<section class="closer" aria-label=${one.name}>
    <div class=${`closer-picture shade-${shade.value}`}><${Compare} key=${one.key} checker before=${one.photo} after=${png.url} beforeLabel=${t("compare.photo")} afterLabel=${t("compare.cut")} alt=${t("cutout.of", { name: one.name })} /></div>
    <div class="closer-side"><h2>${one.name}</h2>${one.job.note && html`<${Notice}>${one.job.note}<//>`}<${ResultTools} result=${png} jobId=${one.job.jobId} /><${Button} icon="x" onClick=${() => (opened.value = null)}>${t("close")}<//></div>
  </section>`;
}
