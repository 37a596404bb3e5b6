// Pictures in the browser: what is in them, and how to make them fit what the API takes.
import { coverCrop } from "./geometry.js";

export const MAX_PICTURE_SIDE = 4096;
export const MAX_PICTURE_BYTES = 10_000_000;
const TAKEN = ["image/png", "image/jpeg", "image/webp"];
const OPAQUE = 250; // alpha from which a pixel hides what is behind it
const CLEAR = 8; // alpha up to which a pixel is nothing

/** Why a file can't be taken. `key` is one of the dictionary's. */
export class PictureProblem extends Error {
  constructor(key) {
    super(key);
    this.key = key;
  }
}

/** An upright picture of a file or blob. Raises `PictureProblem`. */
export async function decode(blob) {
  try {
    return await createImageBitmap(blob, { imageOrientation: "from-image" });
  } catch {
    throw new PictureProblem("picture.unreadable");
  }
}

function canvasOf(width, height) {
  const canvas = new OffscreenCanvas(width, height);
  return [canvas, canvas.getContext("2d", { willReadFrequently: true })];
}

/** A picture that the API takes: of a known kind, at most 4096 px and 10 MB; made so if it isn't. */
export async function fitting(blob) {
  const bitmap = await decode(blob);
  const side = Math.max(bitmap.width, bitmap.height);
  const fits = side <= MAX_PICTURE_SIDE && blob.size <= MAX_PICTURE_BYTES;
  if (fits && TAKEN.includes(blob.type)) return { blob, bitmap, changed: false };
  const scale = Math.min(1, MAX_PICTURE_SIDE / side);
  const [canvas, context] = canvasOf(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const clear = hasAlpha(bitmap);
  let made = await canvas.convertToBlob(clear ? { type: "image/png" } : { type: "image/jpeg", quality: 0.95 });
  if (made.size > MAX_PICTURE_BYTES) made = await canvas.convertToBlob({ type: "image/webp", quality: 0.95 });
  if (made.size > MAX_PICTURE_BYTES) throw new PictureProblem("picture.large");
  return { blob: made, bitmap: await createImageBitmap(canvas), changed: true };
}

/** Whether a picture has anything see-through: looked at small, as a cut-out has whole areas of it. */
export function hasAlpha(bitmap) {
  const scale = Math.min(1, 256 / Math.max(bitmap.width, bitmap.height));
  const [canvas, context] = canvasOf(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  for (let index = 3; index < data.length; index += 4) if (data[index] < OPAQUE) return true;
  return false;
}

/** A cut-out without the empty border around it, as png; null where nothing is in it. */
export async function trimmed(bitmap) {
  const [canvas, context] = canvasOf(bitmap.width, bitmap.height);
  context.drawImage(bitmap, 0, 0);
  const box = contentBox(context.getImageData(0, 0, canvas.width, canvas.height));
  if (box === null) return null;
  const [smaller, drawing] = canvasOf(box.width, box.height);
  drawing.drawImage(bitmap, -box.x, -box.y);
  return { blob: await smaller.convertToBlob({ type: "image/png" }), width: box.width, height: box.height };
}

/** The smallest box around what can be seen. */
export function contentBox({ data, width, height }) {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (data[(y * width + x) * 4 + 3] > CLEAR) {
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < top) top = y;
        if (y > bottom) bottom = y;
      }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** A background of exactly the canvas' proportions, as the API asks for it. */
export async function covering(bitmap, canvas, focus) {
  const crop = coverCrop(bitmap, canvas, focus);
  const scale = Math.max(1, Math.min(bitmap.width / canvas.width, bitmap.height / canvas.height, 2));
  const [drawn, context] = canvasOf(Math.round(canvas.width * scale), Math.round(canvas.height * scale));
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, crop.x, crop.y, crop.width, crop.height, 0, 0, drawn.width, drawn.height);
  return drawn.convertToBlob({ type: "image/jpeg", quality: 0.95 });
}

/** The product simply put on the background, as a URL of this page: what results are compared with. */
export async function plainPaste(background, product, box, canvas, focus) {
  const [drawn, context] = canvasOf(canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  const crop = coverCrop(background, canvas, focus);
  context.drawImage(background, crop.x, crop.y, crop.width, crop.height, 0, 0, canvas.width, canvas.height);
  if (product) context.drawImage(product, box.x, box.y, box.width, box.height);
  return URL.createObjectURL(await drawn.convertToBlob({ type: "image/webp", quality: 0.92 }));
}

/** Save bytes or an address under a name. */
export function save(source, name) {
  const link = document.createElement("a");
  const made = source instanceof Blob ? URL.createObjectURL(source) : null;
  link.href = made ?? source;
  link.download = name;
  link.click();
  if (made) setTimeout(() => URL.revokeObjectURL(made), 10_000);
}
