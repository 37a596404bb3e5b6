// Own jobs: filtered, page after page, each with its parameters, times, and what can still be done.
import * as api from "../lib/api.js";
import { classes, html, signal, useEffect, useState } from "../lib/html.js";
import { formatSeconds, formatTime, t, tOr } from "../lib/i18n.js";
import { hasEnded, isStatus, sleep } from "../lib/jobs.js";
import { go, route } from "../lib/router.js";
import { attempt, refreshSession, session } from "../lib/store.js";
import { Button, Choice, Empty } from "../parts/controls.js";
import { Icon } from "../parts/icons.js";
import { StatusTag, stateWords } from "../parts/job_state.js";
import { JobDetail } from "./job_detail.js";

const PAGE = 24;
const BUSY_MS = 1500;
const IDLE_MS = 6000;
const STATUSES = ["waiting", "executing", "succeed", "failed", "canceled"];

const filter = signal({ status: "", operation: "" });
const jobs = signal(null);
const cursor = signal(null);

async function load(signal) {
  const page = await api.jobs.page({ ...filter.value, limit: PAGE }, signal);
  jobs.value = page.jobs;
  cursor.value = page.nextCursor;
}

const more = () =>
  attempt(async () => {
    const page = await api.jobs.page({ ...filter.value, limit: PAGE, cursor: cursor.value });
    jobs.value = [...jobs.value, ...page.jobs];
    cursor.value = page.nextCursor;
  });

/** The newest page is asked for again: often while something is under way, else now and then. */
async function watch(signal) {
  for (;;) {
    const busy = (jobs.value ?? []).some((job) => !hasEnded(job));
    await sleep(busy ? BUSY_MS : IDLE_MS, signal);
    if (document.hidden) continue;
    const page = await api.jobs.page({ ...filter.value, limit: PAGE }, signal).catch((error) => {
      if (error.name === "AbortError") throw error;
    });
    if (page) jobs.value = renewed(jobs.value ?? [], page);
  }
}

/** The list with its newest page replaced; what is older stays as it was read. */
function renewed(list, page) {
  const oldest = page.jobs.at(-1);
  if (!oldest || page.nextCursor === null) return page.jobs;
  const there = new Set(page.jobs.map((job) => job.jobId));
  return [...page.jobs, ...list.filter((job) => !there.has(job.jobId) && job.createdAt <= oldest.createdAt)];
}

export function HistoryPage() {
  const { status, operation } = filter.value;
  const app = session.value.app?.appId;
  useEffect(() => {
    const stop = new AbortController();
    jobs.value = null;
    if (app) attempt(() => load(stop.signal)).then(() => watch(stop.signal).catch(() => {}));
    return () => stop.abort();
  }, [status, operation, app]);
  const open = route.value.rest[0];
  const change = (part) => (filter.value = { ...filter.value, ...part });
  const changed = (job) => {
    jobs.value = job.gone ? jobs.value.filter((one) => one.jobId !== job.jobId) : jobs.value.map((one) => (one.jobId === job.jobId ? { ...one, ...job } : one));
    refreshSession();
  };
  return html`<div class="page">
    <header class="page-head"><h1>${t("nav.history")}</h1><p>${t("history.lead", { hours: session.value.resultHours, days: session.value.thumbnailDays })}</p></header>
    <div class="toolbar">
      <${Choice} label=${t("history.status")} value=${status} onChange=${(value) => change({ status: value })} options=${[["", t("all")], ...STATUSES.map((name) => [name, t(`status.${name}`)])]} />
      <${Choice} label=${t("history.operation")} value=${operation} onChange=${(value) => change({ operation: value })} options=${[["", t("all")], ...session.value.operations.map((name) => [name, tOr(`operation.${name}`, name)])]} />
      <${Button} icon="refresh-cw" onClick=${() => attempt(() => load())}>${t("refresh")}<//>
    </div>
    <div class=${classes("history", open && "has-detail")}>
      <div class="history-list">
        ${!app
          ? html`<${Empty} icon="blocks" title=${t("app.none")}>${t("compose.needsApp")}<//>`
          : jobs.value === null
            ? html`<div class="loading" aria-busy="true"></div>`
            : jobs.value.length === 0
              ? html`<${Empty} icon="history" title=${t("history.empty")}>${t("history.emptyHint")}<//>`
              : html`<ul class="jobs">${jobs.value.map((job) => html`<${JobRow} key=${job.jobId} job=${job} on=${open === job.jobId} />`)}</ul>
                  ${cursor.value && html`<${Button} onClick=${more}>${t("more")}<//>`}`}
      </div>
      ${open && html`<${JobDetail} key=${open} id=${open} onChange=${changed} onClose=${() => go("#/history")} />`}
    </div>
  </div>`;
}

function JobRow({ job, on }) {
  return html`<li>
    <a class=${classes("job", on && "is-on")} href=${`#/history/${job.jobId}`} aria-current=${on ? "true" : undefined}>
      <${Thumb} job=${job} />
      <span class="job-words"><b>${tOr(`operation.${job.operation}`, job.operation)}</b><span class="job-id">${job.jobId}</span></span>
      <span class="job-when">${formatTime(job.createdAt)}</span>
      <span class="job-time">${job.runSeconds === null ? "" : formatSeconds(job.runSeconds)}</span>
      <span class="job-tag"><${StatusTag} job=${job} /></span>
      ${(job.error || !hasEnded(job)) && html`<span class=${classes("job-note", job.error && "is-bad")}>${job.error?.message ?? stateWords(job)}</span>`}
    </a>
  </li>`;
}

/** A list moves thumbnails, never originals. */
function Thumb({ job }) {
  const [broken, setBroken] = useState(false);
  const url = job.thumbnails[0];
  return html`<span class="job-thumb checker">
    ${url && !broken ? html`<img src=${url} alt="" loading="lazy" decoding="async" onError=${() => setBroken(true)} />` : html`<${Icon} name=${isStatus(job, "failed") ? "triangle-alert" : hasEnded(job) ? "image" : "clock"} />`}
    ${job.thumbnails.length > 1 && html`<span class="tile-count">${job.thumbnails.length}</span>`}
  </span>`;
}
