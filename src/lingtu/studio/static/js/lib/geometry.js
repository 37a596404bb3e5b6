// Boxes on the canvas: { x, y, width, height } in px of the result. Pure functions.

export const MIN_SIDE = 400; // of the canvas, as the API takes it
export const MAX_SIDE = 1280;
export const MAX_BOX = 4096;
export const MAX_SEED = Number.MAX_SAFE_INTEGER;

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** The box with whole numbers that the API takes. */
export function rounded(box) {
  return {
    x: Math.round(box.x),
    y: Math.round(box.y),
    width: clamp(Math.round(box.width), 1, MAX_BOX),
    height: clamp(Math.round(box.height), 1, MAX_BOX),
  };
}

/** Moved, if need be, so that at least `px` of it are on the canvas: the API refuses boxes outside of it. */
export function kept(box, canvas, px = 8) {
  return {
    ...box,
    x: clamp(box.x, px - box.width, canvas.width - px),
    y: clamp(box.y, px - box.height, canvas.height - px),
  };
}

/** Where a product of these proportions stands well: `stand` is its base's x, y and its height, as shares. */
export function standing(stand, aspect, canvas, picture = canvas) {
  // the gallery's picture covers the canvas: its shares count on the picture, not on the crop
  const scale = Math.max(canvas.width / picture.width, canvas.height / picture.height);
  const shown = { width: picture.width * scale, height: picture.height * scale };
  const left = (canvas.width - shown.width) / 2;
  const top = (canvas.height - shown.height) / 2;
  let height = stand[2] * shown.height;
  let width = height * aspect;
  const widest = 0.7 * canvas.width;
  if (width > widest) [width, height] = [widest, widest / aspect];
  return kept({ x: left + stand[0] * shown.width - width / 2, y: top + stand[1] * shown.height - height, width, height }, canvas);
}

/** The box after dragging a handle ("n", "se", …) by dx, dy; `aspect` keeps the proportions, or null. */
export function resized(box, handle, dx, dy, aspect) {
  let { x, y, width, height } = box;
  if (handle.includes("e")) width += dx;
  if (handle.includes("s")) height += dy;
  if (handle.includes("w")) width -= dx;
  if (handle.includes("n")) height -= dy;
  width = clamp(width, 4, MAX_BOX);
  height = clamp(height, 4, MAX_BOX);
  if (aspect !== null) {
    const byHeight = handle === "n" || handle === "s";
    const byWidth = handle === "e" || handle === "w";
    const wider = width / aspect > height;
    if (byHeight || (!byWidth && !wider)) width = height * aspect;
    else height = width / aspect;
  }
  // the opposite side stays
  if (handle.includes("w")) x = box.x + box.width - width;
  else if (!handle.includes("e") && aspect !== null) x = box.x + (box.width - width) / 2;
  if (handle.includes("n")) y = box.y + box.height - height;
  else if (!handle.includes("s") && aspect !== null) y = box.y + (box.height - height) / 2;
  return { x, y, width, height };
}

/** The move (dx, dy) that brings an edge or the middle of the box onto a guide within `reach`, and those guides. */
export function snapping(box, canvas, reach, ground = null) {
  const vertical = nearest([box.x, box.x + box.width / 2, box.x + box.width], [0, canvas.width / 3, canvas.width / 2, (canvas.width * 2) / 3, canvas.width], reach);
  const lines = [0, canvas.height / 3, canvas.height / 2, (canvas.height * 2) / 3, canvas.height];
  const middle = nearest([box.y, box.y + box.height / 2, box.y + box.height], lines, reach);
  const floor = ground === null ? null : nearest([box.y + box.height], [ground], reach);
  const horizontal = floor ?? middle;
  return { dx: vertical?.move ?? 0, dy: horizontal?.move ?? 0, x: vertical?.guide ?? null, y: horizontal?.guide ?? null };
}

function nearest(edges, guides, reach) {
  let best = null;
  for (const guide of guides)
    for (const edge of edges) {
      const move = guide - edge;
      if (Math.abs(move) <= reach && (best === null || Math.abs(move) < Math.abs(best.move))) best = { move, guide };
    }
  return best;
}

/** The part of a picture that covers the canvas: source rectangle for drawImage. `focus` is where the crop sits, 0…1. */
export function coverCrop(picture, canvas, focus = { x: 0.5, y: 0.5 }) {
  const scale = Math.min(picture.width / canvas.width, picture.height / canvas.height);
  const width = canvas.width * scale;
  const height = canvas.height * scale;
  return { x: (picture.width - width) * focus.x, y: (picture.height - height) * focus.y, width, height };
}
