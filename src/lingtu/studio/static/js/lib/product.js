// A picture that is uploaded, and cut out at once if nothing in it is see-through.
import * as api from "./api.js";
import { asError, follow, isStatus } from "./jobs.js";
import { PictureProblem, fitting, hasAlpha, trimmed } from "./pictures.js";

/**
 * Bring a product picture in. `onStep` gets, as things happen, parts of
 * { photo: Shown, cut: Shown | null, state: "reading" | "uploading" | "cutting" | "ready", job, changed, transparent }
 * where Shown = { url (of this page), link (for params), width, height, bitmap }.
 */
export async function bringIn(file, onStep, signal) {
  onStep({ state: "reading" });
  const { blob, bitmap, changed } = await fitting(file);
  const photo = { url: URL.createObjectURL(blob), link: null, width: bitmap.width, height: bitmap.height, bitmap };
  onStep({ state: "uploading", photo, changed });
  photo.link = (await api.upload(blob)).url;
  if (hasAlpha(bitmap)) return onStep({ state: "ready", photo, cut: await withoutBorder(photo), transparent: true });
  onStep({ state: "cutting", photo });
  const cut = await cutOut(photo.link, (job) => onStep({ job }), signal);
  return onStep({ state: "ready", cut });
}

/** A see-through picture without the empty border around it; null where it has none. */
async function withoutBorder({ bitmap }) {
  const small = await trimmed(bitmap);
  if (small === null) throw new PictureProblem("picture.nothing");
  return small.width === bitmap.width && small.height === bitmap.height ? null : shownOf(small);
}

async function shownOf({ blob, width, height }) {
  const { url } = await api.upload(blob);
  return { url: URL.createObjectURL(blob), link: url, width, height, bitmap: await createImageBitmap(blob) };
}

/** The subject alone, without the empty border around it. */
export async function cutOut(link, onJob, signal) {
  const { jobId } = await api.jobs.submit("matting", { image: link, type: 0, formats: ["png"] });
  const job = await follow(jobId, onJob, signal);
  if (!isStatus(job, "succeed")) throw asError(job);
  const whole = await (await fetch(job.results[0].url)).blob();
  const small = await trimmed(await createImageBitmap(whole));
  if (small === null) throw new PictureProblem("picture.nothing");
  return shownOf(small);
}
