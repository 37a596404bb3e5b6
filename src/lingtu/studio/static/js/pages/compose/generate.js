// From the page's state to a job, and from the job to its results.
import * as api from "../../lib/api.js";
import { rounded } from "../../lib/geometry.js";
import { batch, computed, signal } from "../../lib/html.js";
import { asError, follow, isStatus } from "../../lib/jobs.js";
import { covering, plainPaste } from "../../lib/pictures.js";
import { attempt, refreshSession, session } from "../../lib/store.js";
import { maskBlob } from "./mask.js";
import { background, box, canvas, options, placed, product, view } from "./state.js";

/** Newest first: { key, params, plain (URL or null), job | null, error | null }. */
export const generations = signal([]);

/** Which result is looked at: { key, index }. */
export const looked = signal(null);

export const preparing = signal(false);

/** The generation that is looked at. */
export const current = computed(() => generations.value.find((one) => one.key === looked.value?.key) ?? generations.value[0] ?? null);

/** What keeps us from generating: a key of the dictionary, or null. */
export const obstacle = computed(() => {
  if (!session.value?.app) return "compose.needsApp";
  if (!product.value) return "compose.needsProduct";
  if (product.value.state !== "ready") return "compose.stillBringing";
  if (!background.value) return "compose.needsBackground";
  if (session.value.app.remaining < options.value.num) return "compose.needsQuota";
  return null;
});

/** Pictures that were uploaded for a canvas, so that a second job doesn't upload them again. */
const uploads = new Map();

async function uploaded(key, make) {
  if (!uploads.has(key)) uploads.set(key, (await api.upload(await make())).url);
  return uploads.get(key);
}

/** The body of the call, exactly as the API takes it. */
export async function paramsNow() {
  const { width, height } = canvas.value;
  const chosen = options.value;
  const scene = background.value;
  const goods = { url: placed.value.link };
  if (chosen.autoPlace) goods.autoPlace = true;
  else Object.assign(goods, rounded(box.value));
  if (product.value.asPhoto) goods.matting = false;
  if (chosen.stance !== "auto") goods.stance = chosen.stance;
  const reference =
    scene.kind === "gallery"
      ? { bgId: scene.entry.id }
      : { url: await uploaded(`${scene.id} ${width}x${height} ${scene.focus.x} ${scene.focus.y}`, () => covering(scene.bitmap, canvas.value, scene.focus)) };
  const mask = await maskBlob(canvas.value);
  if (mask) reference.mask = (await api.upload(mask)).url;
  return {
    width, height, goods, background: reference,
    productSmartColor: chosen.smart, referenceStrong: chosen.strong, num: chosen.num, format: chosen.format,
    ...(chosen.seed === null ? {} : { seed: chosen.seed }),
  };
}

/** Make it. The page stays usable; more than one may be under way. */
export async function generate() {
  preparing.value = true;
  await attempt(async () => {
    const params = await paramsNow();
    const scene = background.value;
    const plain = await plainPaste(scene.bitmap, options.value.autoPlace ? null : placed.value.bitmap, rounded(box.value), canvas.value, scene.focus);
    start(params, plain);
  });
  preparing.value = false;
}

/** The same once more; the server draws another seed. */
export function again(generation) {
  const { seed, ...params } = generation.params;
  start(params, generation.plain);
}

async function start(params, plain) {
  const key = `${Date.now()}-${Math.random()}`;
  const change = (part) => {
    generations.value = generations.value.map((one) => (one.key === key ? { ...one, ...part } : one));
  };
  batch(() => {
    generations.value = [{ key, params, plain, job: null, error: null }, ...generations.value].slice(0, 40);
    looked.value = { key, index: 0 };
    view.value = "result";
  });
  const went = await attempt(async () => {
    const { jobId } = await api.jobs.submit("change-background", params);
    const job = await follow(jobId, (now) => change({ job: now }));
    if (isStatus(job, "failed")) change({ error: asError(job).message });
  });
  if (!went) {
    generations.value = generations.value.filter((one) => one.key !== key || one.job);
    if (generations.value.length === 0) view.value = "edit";
  }
  refreshSession();
}

export const cancel = (generation) => attempt(() => api.jobs.cancel(generation.job.jobId));
