// Two pictures over each other, and a line between them that is dragged, or moved by the arrow keys.
import { html, useRef, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";

/** `before` may be null: then the result is shown alone. */
export function Compare({ before, after, beforeLabel, afterLabel, checker = false, alt }) {
  const [share, setShare] = useState(50);
  const frame = useRef(null);
  const drag = (event) => {
    if (event.buttons !== 1) return;
    const box = frame.current.getBoundingClientRect();
    setShare(Math.min(100, Math.max(0, ((event.clientX - box.left) / box.width) * 100)));
  };
  if (!before) return html`<figure class=${`compare ${checker ? "checker" : ""}`}><img class="compare-after" src=${after} alt=${alt} /></figure>`;
  return html`<figure class=${`compare ${checker ? "checker" : ""}`} ref=${frame}
    onPointerDown=${(event) => { event.preventDefault(); frame.current.setPointerCapture(event.pointerId); drag(event); frame.current.querySelector("input").focus(); }}
    onPointerMove=${drag}>
    <img class="compare-after" src=${after} alt=${alt} draggable="false" style=${checker ? { clipPath: `inset(0 0 0 ${share}%)` } : {}} />
    <img class="compare-before" src=${before} alt="" draggable="false" style=${{ clipPath: `inset(0 ${100 - share}% 0 0)` }} />
    <span class="compare-tag is-left" style=${{ opacity: share > 18 ? 1 : 0 }}>${beforeLabel}</span>
    <span class="compare-tag is-right" style=${{ opacity: share < 82 ? 1 : 0 }}>${afterLabel}</span>
    <span class="compare-line" style=${{ left: `${share}%` }} aria-hidden="true"><i></i></span>
    <input class="compare-range" type="range" min="0" max="100" value=${share} aria-label=${t("compare.label", { before: beforeLabel, after: afterLabel })}
      onInput=${(event) => setShare(Number(event.target.value))} />
  </figure>`;
}
