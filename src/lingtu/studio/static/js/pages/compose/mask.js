// The mask: what is painted is filled anew, the rest follows the reference. Kept as strokes, so that they can be undone.
import { html, signal, useEffect, useLayoutEffect, useRef } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";

/** [{ kind: "line", size, erase, points: [[x, y], …] } or { kind: "box", x, y, width, height }], px of the canvas. */
export const strokes = signal([]);
export const brush = signal({ size: 60, erase: false });

export const undo = () => {
  strokes.value = strokes.value.slice(0, -1);
};
export const clear = () => {
  strokes.value = [];
};
export const addBox = (box) => {
  strokes.value = [...strokes.value, { kind: "box", ...box }];
};

export function scaleStrokes(sx, sy) {
  strokes.value = strokes.value.map((stroke) =>
    stroke.kind === "box"
      ? { ...stroke, x: stroke.x * sx, y: stroke.y * sy, width: stroke.width * sx, height: stroke.height * sy }
      : { ...stroke, size: stroke.size * Math.min(sx, sy), points: stroke.points.map(([x, y]) => [x * sx, y * sy]) },
  );
}

function draw(context, colour) {
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const stroke of strokes.value) {
    context.globalCompositeOperation = stroke.erase ? "destination-out" : "source-over";
    context.fillStyle = colour;
    context.strokeStyle = colour;
    if (stroke.kind === "box") {
      context.fillRect(stroke.x, stroke.y, stroke.width, stroke.height);
      continue;
    }
    context.lineWidth = stroke.size;
    context.beginPath();
    const [[x, y], ...rest] = stroke.points;
    context.moveTo(x, y);
    if (rest.length === 0) context.lineTo(x + 0.01, y);
    for (const [px, py] of rest) context.lineTo(px, py);
    context.stroke();
  }
  context.globalCompositeOperation = "source-over";
}

/** The mask as the API takes it: white on black, of the canvas' size; null when nothing is painted. */
export async function maskBlob({ width, height }) {
  const layer = new OffscreenCanvas(width, height);
  const context = layer.getContext("2d", { willReadFrequently: true });
  draw(context, "#fff");
  const { data } = context.getImageData(0, 0, width, height);
  if (!data.some((value, index) => index % 4 === 3 && value > 127)) return null;
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "#000";
  context.fillRect(0, 0, width, height);
  return layer.convertToBlob({ type: "image/png" });
}

/** The layer over the canvas that shows the mask, and takes the brush while `active`. */
export function MaskLayer({ size, scale, active }) {
  const ref = useRef(null);
  const cursor = useRef(null);
  const live = useRef(false);
  const repaint = () => {
    const context = ref.current.getContext("2d");
    context.clearRect(0, 0, size.width, size.height);
    draw(context, "#e0442a");
  };
  useLayoutEffect(repaint, [strokes.value, size.width, size.height]);
  useEffect(() => {
    if (!active) return undefined;
    const keys = (event) => {
      if (event.target.matches("input:not([type=range]), select, textarea")) return;
      if (event.key === "[") brush.value = { ...brush.value, size: Math.max(8, brush.value.size - 8) };
      else if (event.key === "]") brush.value = { ...brush.value, size: Math.min(240, brush.value.size + 8) };
      else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) undo();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [active]);
  const point = (event) => {
    const frame = ref.current.getBoundingClientRect();
    return [(event.clientX - frame.left) / scale, (event.clientY - frame.top) / scale];
  };
  const begin = (event) => {
    event.preventDefault();
    ref.current.setPointerCapture(event.pointerId);
    live.current = true;
    strokes.value = [...strokes.value, { kind: "line", ...brush.value, points: [point(event)] }];
  };
  const move = (event) => {
    const [x, y] = point(event);
    const side = brush.value.size * scale;
    Object.assign(cursor.current.style, { left: `${x * scale - side / 2}px`, top: `${y * scale - side / 2}px`, width: `${side}px`, height: `${side}px` });
    if (!live.current) return;
    const last = strokes.value.at(-1);
    strokes.value = [...strokes.value.slice(0, -1), { ...last, points: [...last.points, [x, y]] }];
  };
  const end = () => {
    live.current = false;
  };
  return html`<div class=${`mask ${active ? "is-active" : ""}`}>
    <canvas ref=${ref} width=${size.width} height=${size.height} role="img" aria-label=${t("mask.layer")}
      onPointerDown=${active ? begin : null} onPointerMove=${active ? move : null} onPointerUp=${end} onPointerCancel=${end}></canvas>
    <i ref=${cursor} class="mask-cursor" aria-hidden="true"></i>
  </div>`;
}
