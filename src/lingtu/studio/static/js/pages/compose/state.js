// What the compose page knows. It lives as long as the browser's page, so that one may look elsewhere in between.
import { computed, signal } from "../../lib/html.js";
import { kept, rounded, standing } from "../../lib/geometry.js";
import { bringIn } from "../../lib/product.js";
import { decode, fitting } from "../../lib/pictures.js";
import { attempt, say, wordsOf } from "../../lib/store.js";
import { t } from "../../lib/i18n.js";
import { scaleStrokes } from "./mask.js";

export const canvas = signal({ width: 1024, height: 1024 });

/** What `bringIn` tells, and { name, asPhoto: whether the photo is used as it is }; null without a product. */
export const product = signal(null);

/** { kind: "gallery", entry, bitmap, url } or { kind: "own", bitmap, url, name, focus, blob }; null without one. */
export const background = signal(null);

/** Pictures of one's own that were brought here. */
export const ownBackgrounds = signal([]);

export const box = signal({ x: 256, y: 256, width: 512, height: 512 });
export const locked = signal(true);
export const snaps = signal(true);

/** "edit", "mask" or "result". */
export const view = signal("edit");

export const options = signal({ smart: true, strong: true, num: 1, seed: null, format: "png", stance: "auto", autoPlace: false });
export const setOption = (change) => {
  options.value = { ...options.value, ...change };
};

let movedByHand = false;
let bringing = null;

/** The picture that goes on the canvas, or null. */
export const placed = computed(() => {
  const now = product.value;
  if (!now) return null;
  return now.asPhoto ? now.photo : now.cut ?? now.photo ?? null;
});

export const aspect = computed(() => (placed.value ? placed.value.width / placed.value.height : 1));

export function setBox(change, byHand = true) {
  if (byHand) movedByHand = true;
  box.value = kept({ ...box.value, ...change }, canvas.value);
}

/** One number of the box as it was typed; with locked proportions the other side follows. */
export function setSide(name, value) {
  const change = { [name]: value };
  if (locked.value && placed.value) {
    if (name === "width") change.height = value / aspect.value;
    if (name === "height") change.width = value * aspect.value;
  }
  setBox(rounded({ ...box.value, ...change }));
}

/** Put the product where the scene has a place for it. */
export function stand(byHand = false) {
  const scene = background.value;
  const place = scene?.kind === "gallery" ? scene.entry.stand : [0.5, 0.86, 0.6];
  const picture = scene?.kind === "gallery" && scene.bitmap ? scene.bitmap : canvas.value;
  box.value = rounded(standing(place, aspect.value, canvas.value, picture));
  movedByHand = byHand;
}

const standUnlessMoved = () => (movedByHand ? fitProportions() : stand());

/** The same base and height, for another picture's proportions. */
function fitProportions() {
  const { x, y, width, height } = box.value;
  const wide = height * aspect.value;
  box.value = rounded(kept({ x: x + (width - wide) / 2, y, width: wide, height }, canvas.value));
}

export function align(where) {
  const { width, height } = box.value;
  if (where === "x") setBox({ x: (canvas.value.width - width) / 2 });
  if (where === "y") setBox({ y: (canvas.value.height - height) / 2 });
  if (where === "bottom") setBox({ y: canvas.value.height - height });
}

export function setCanvas(size) {
  const before = canvas.value;
  const [sx, sy] = [size.width / before.width, size.height / before.height];
  canvas.value = size;
  scaleStrokes(sx, sy);
  if (!movedByHand) return stand();
  const { x, y, width, height } = box.value;
  const scale = Math.min(sx, sy);
  const [w, h] = [width * scale, height * scale];
  box.value = rounded(kept({ x: (x + width / 2) * sx - w / 2, y: (y + height) * sy - h, width: w, height: h }, size));
  return undefined;
}

export async function bringProduct(file) {
  bringing?.abort();
  bringing = new AbortController();
  const { signal: stop } = bringing;
  product.value = { name: file.name, asPhoto: false, state: "reading" };
  view.value = "edit";
  const step = (part) => {
    if (stop.aborted) return;
    const first = part.photo && !product.value.photo;
    product.value = { ...product.value, ...part };
    if (first || part.cut) standUnlessMoved();
    if (part.changed) say(t("picture.changed"));
  };
  try {
    await bringIn(file, step, stop);
  } catch (error) {
    if (stop.aborted) return;
    // the photo itself can still be used as it is
    const usable = product.value.photo?.link;
    product.value = usable ? { ...product.value, state: "ready", asPhoto: true, problem: wordsOf(error) } : null;
    say(wordsOf(error), "bad");
  }
}

export function dropProduct() {
  bringing?.abort();
  product.value = null;
  movedByHand = false;
}

export function useAsPhoto(asPhoto) {
  product.value = { ...product.value, asPhoto };
  fitProportions();
}

export async function pickGallery(entry) {
  background.value = { kind: "gallery", entry, url: entry.picture, bitmap: null };
  if (product.value) standUnlessMoved();
  await attempt(async () => {
    const bitmap = await decode(await (await fetch(entry.picture)).blob());
    if (background.value?.entry?.id !== entry.id) return;
    background.value = { ...background.value, bitmap };
    if (product.value) standUnlessMoved();
  });
}

export async function bringBackground(file) {
  await attempt(async () => {
    const { bitmap } = await fitting(file);
    const own = { kind: "own", id: `${file.name}-${Date.now()}`, name: file.name, bitmap, url: URL.createObjectURL(file), focus: { x: 0.5, y: 0.5 } };
    ownBackgrounds.value = [own, ...ownBackgrounds.value].slice(0, 24);
    pickOwn(own);
  });
}

export function pickOwn(own) {
  background.value = own;
  if (product.value) standUnlessMoved();
}

export function setFocus(focus) {
  background.value = { ...background.value, focus };
}
