// Jobs from their submission to their end.
import * as api from "./api.js";

const ENDED = ["succeed", "failed", "canceled"];
const FIRST_POLL_MS = 250;
const LAST_POLL_MS = 1500;

export const hasEnded = (job) => ENDED.includes(job.status.toLowerCase());
export const isStatus = (job, status) => job.status.toLowerCase() === status;

/** Ask for a job until it has ended; every answer goes to `onChange`. Its last answer. */
export async function follow(jobId, onChange, signal) {
  let pause = FIRST_POLL_MS;
  for (;;) {
    signal?.throwIfAborted();
    const job = await patient(() => api.jobs.read(jobId, signal));
    onChange(job);
    if (hasEnded(job)) return job;
    await sleep(pause, signal);
    pause = Math.min(pause * 1.3, LAST_POLL_MS);
  }
}

/** A call that outlives a server that restarts, a full minute, and a broken line. */
async function patient(action) {
  for (let attempt = 0; ; attempt++)
    try {
      return await action();
    } catch (error) {
      const passing = error instanceof api.ApiError && [0, 429, 502, 503, 504].includes(error.status);
      if (!passing || attempt === 8) throw error;
      await sleep(Math.min(500 * 2 ** attempt, 8000));
    }
}

export function sleep(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** A failed job as an error that `wordsOf` understands. */
export function asError(job) {
  return new api.ApiError(400, job.error?.message ?? job.note ?? job.status, job.error?.code);
}
