// The canvas: background, product and mask as they will be sent; the product is moved by hand or by keys.
import { resized, rounded, snapping } from "../../lib/geometry.js";
import { classes, html, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { aspect, background, box, bringProduct, canvas, locked, options, placed, product, setBox, snaps, view } from "./state.js";
import { MaskLayer, strokes } from "./mask.js";
import { useAutoFit } from "./fit.js";

const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];
const SNAP_PX = 7; // of the screen

export function Stage() {
  const area = useRef(null);
  const scale = useAutoFit(area, canvas.value);
  const [guides, setGuides] = useState({ x: null, y: null });
  const size = canvas.value;
  const masking = view.value === "mask";
  const frame = { width: `${size.width * scale}px`, height: `${size.height * scale}px` };
  const scene = background.value;
  const [over, setOver] = useState(false);
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    const file = [...event.dataTransfer.files].find((one) => one.type.startsWith("image/"));
    if (file) bringProduct(file);
  };
  return html`<div class=${classes("stage", over && "is-over")} ref=${area} onDrop=${drop} onDragLeave=${() => setOver(false)} onDragOver=${(event) => { event.preventDefault(); setOver(true); }}>
    <div class=${classes("canvas", !scene && "checker")} style=${frame}>
      ${scene
        ? html`<img class="canvas-scene" src=${scene.url} alt="" draggable="false" style=${{ objectPosition: focusOf(scene) }} />`
        : html`<p class="canvas-hint">${t(placed.value ? "compose.noBackground" : "compose.start")}</p>`}
      ${placed.value && !options.value.autoPlace && html`<${Product} scale=${scale} masking=${masking} onGuides=${setGuides} />`}
      ${(masking || strokes.value.length > 0) && html`<${MaskLayer} size=${size} scale=${scale} active=${masking} />`}
      ${guides.x !== null && html`<i class="guide is-vertical" style=${{ left: `${guides.x * scale}px` }}></i>`}
      ${guides.y !== null && html`<i class="guide is-horizontal" style=${{ top: `${guides.y * scale}px` }}></i>`}
    </div>
    <span class="stage-size" aria-hidden="true">${size.width} × ${size.height} · ${Math.round(scale * 100)} %</span>
  </div>`;
}

const focusOf = (scene) => (scene.focus ? `${scene.focus.x * 100}% ${scene.focus.y * 100}%` : "50% 50%");

function Product({ scale, masking, onGuides }) {
  const drag = useRef(null);
  const frame = useRef(null);
  const now = box.value;
  const place = { left: `${now.x * scale}px`, top: `${now.y * scale}px`, width: `${now.width * scale}px`, height: `${now.height * scale}px` };

  const begin = (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    frame.current.focus({ preventScroll: true });
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, y: event.clientY, box: box.value, handle: event.target.dataset.handle ?? null };
  };
  const move = (event) => {
    const from = drag.current;
    if (!from) return;
    const dx = (event.clientX - from.x) / scale;
    const dy = (event.clientY - from.y) / scale;
    if (from.handle) {
      const free = locked.value === event.shiftKey; // Shift turns it round
      setBox(resized(from.box, from.handle, dx, dy, free ? null : aspect.value));
      return;
    }
    const moved = { ...from.box, x: from.box.x + dx, y: from.box.y + dy };
    const snap = snaps.value && !event.altKey ? snapping(moved, canvas.value, SNAP_PX / scale, groundOf()) : { dx: 0, dy: 0, x: null, y: null };
    setBox({ ...moved, x: moved.x + snap.dx, y: moved.y + snap.dy });
    onGuides(snap);
  };
  const end = () => {
    if (!drag.current) return;
    drag.current = null;
    setBox(rounded(box.value));
    onGuides({ x: null, y: null });
  };
  const keys = (event) => {
    const step = event.shiftKey ? 10 : 1;
    const [dx, dy] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
    if (dx === 0 && dy === 0) return;
    event.preventDefault();
    const at = rounded(box.value);
    if (event.altKey || event.ctrlKey) setBox(rounded(grown(at, dx, dy)));
    else setBox({ ...at, x: at.x + dx, y: at.y + dy });
  };
  const words = rounded(now);
  return html`<${Picture} place=${place} />
    ${!masking &&
    html`<div ref=${frame} class="selection" style=${place} tabindex="0" role="group"
      aria-roledescription=${t("stage.role")} aria-label=${t("stage.product", words)} aria-describedby="stage-keys"
      onPointerDown=${begin} onPointerMove=${move} onPointerUp=${end} onPointerCancel=${end} onKeyDown=${keys}>
      ${HANDLES.map((name) => html`<i key=${name} class=${`handle handle-${name}`} data-handle=${name}></i>`)}
      <span class="selection-size" aria-hidden="true">${words.width} × ${words.height}</span>
    </div>
    <p id="stage-keys" class="sr-only">${t("stage.keys")}</p>`}`;
}

/** The picture itself; what is still being cut out says so. */
function Picture({ place }) {
  return html`<img class=${classes("canvas-product", product.value.state === "cutting" && "is-cutting")} src=${placed.value.url} alt="" draggable="false" style=${place} />`;
}

/** By keys the base's middle stays; with locked proportions one key is enough. */
function grown(at, dx, dy) {
  let width = Math.max(4, at.width + dx);
  let height = Math.max(4, at.height + dy);
  if (locked.value) {
    if (dx !== 0) height = width / aspect.value;
    else width = height * aspect.value;
  }
  return { x: at.x + (at.width - width) / 2, y: at.y + at.height - height, width, height };
}

/** Where the gallery's scene has its place for a product, px of the canvas. */
function groundOf() {
  const scene = background.value;
  if (scene?.kind !== "gallery" || !scene.bitmap) return null;
  const scale = Math.max(canvas.value.width / scene.bitmap.width, canvas.value.height / scene.bitmap.height);
  return (canvas.value.height - scene.bitmap.height * scale) / 2 + scene.entry.stand[1] * scene.bitmap.height * scale;
}
