// A page that makes one kind of job from a photo: what model and try-on share.
import * as api from "./api.js";
import { batch, signal } from "./html.js";
import { asError, follow, isStatus } from "./jobs.js";
import { fitting } from "./pictures.js";
import { attempt, refreshSession, say } from "./store.js";
import { t } from "./i18n.js";

/** A picture's place on a page: bring, clear, and { name, url, link, width, height } or null. */
export function slot() {
  const value = signal(null);
  const bring = (file) =>
    attempt(async () => {
      const { blob, bitmap, changed } = await fitting(file);
      const shown = { name: file.name, url: URL.createObjectURL(blob), link: null, width: bitmap.width, height: bitmap.height };
      value.value = shown;
      if (changed) say(t("picture.changed"));
      const { url } = await api.upload(blob).catch((error) => {
        if (value.value === shown) value.value = null;
        throw error;
      });
      if (value.value === shown) value.value = { ...shown, link: url };
    });
  return { value, bring, clear: () => (value.value = null) };
}

/** The jobs of one operation that were started here, newest first, and which is looked at. */
export function runs(operation) {
  const list = signal([]);
  const looked = signal(null);
  const change = (key, part) => {
    list.value = list.value.map((one) => (one.key === key ? { ...one, ...part } : one));
  };
  async function start(params, before) {
    const key = `${Date.now()}-${Math.random()}`;
    batch(() => {
      list.value = [{ key, params, before, job: null, error: null }, ...list.value].slice(0, 40);
      looked.value = { key, index: 0 };
    });
    const went = await attempt(async () => {
      const { jobId } = await api.jobs.submit(operation, params);
      const job = await follow(jobId, (now) => change(key, { job: now }));
      if (isStatus(job, "failed")) change(key, { error: asError(job).message });
    });
    if (!went) list.value = list.value.filter((one) => one.key !== key || one.job);
    refreshSession();
  }
  function again(one) {
    const { seed, ...params } = one.params;
    return start(params, one.before);
  }
  return { list, looked, start, again };
}
