// How far a job is, in words and as a bar.
import { html } from "../lib/html.js";
import { t, tOr } from "../lib/i18n.js";
import { hasEnded, isStatus } from "../lib/jobs.js";
import { Button } from "./controls.js";

export const statusWords = (job) => tOr(`status.${job.status.toLowerCase()}`, job.status);

export function StatusTag({ job }) {
  return html`<span class=${`tag tag-${job.status.toLowerCase()}`}>${statusWords(job)}</span>`;
}

/** What is happening now, with a way to take the job back while it waits. */
export function JobState({ job, words, onCancel }) {
  const waiting = job && isStatus(job, "waiting");
  const text = words ?? stateWords(job);
  return html`<div class="job-state" role="status" aria-live="polite">
    <div class="job-state-line">
      <span>${text}</span>
      ${waiting && onCancel && html`<${Button} kind="quiet" icon="circle-stop" onClick=${onCancel}>${t("job.cancel")}<//>`}
    </div>
    <${Progress} value=${job && !waiting ? job.progress || null : null} label=${text} />
  </div>`;
}

export function stateWords(job) {
  if (!job) return t("job.sending");
  if (isStatus(job, "waiting")) return job.queuePosition ? t("job.queued", { count: job.queuePosition }) : t("job.next");
  if (!hasEnded(job)) return job.progress > 0 ? t("job.running", { percent: Math.round(job.progress * 100) }) : t("job.began");
  return statusWords(job);
}

/** `value` from 0 to 1; null, or 0 of a job, where it is not known yet. */
export function Progress({ value, label }) {
  return value === null
    ? html`<div class="progress is-unknown" role="progressbar" aria-label=${label}><i></i></div>`
    : html`<div class="progress" role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(value * 100)}>
        <i style=${{ width: `${Math.round(value * 100)}%` }}></i>
      </div>`;
}
