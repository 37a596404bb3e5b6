// Small charts as SVG: bars that stand on each other, or lines. Each has its numbers as a table for screen readers.
import { html, useId, useLayoutEffect, useRef, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";

const HEIGHT = 180;
const PAD = { top: 12, right: 8, bottom: 24, left: 44 };

/**
 * `series` is [{ key, label, values: [number | null, …] }], `times` their moments; `kind` "bars" or "lines";
 * `say` makes words of a value, `sayTick` short ones for the axis, `sayTime` of a moment.
 */
export function Chart({ title, kind, times, series, say, sayTick = say, sayTime }) {
  const id = useId();
  const [on, setOn] = useState(null);
  const frame = useRef(null);
  const [width, setWidth] = useState(640);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(240, entry.contentRect.width)));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  const sums = times.map((_, index) => series.reduce((sum, one) => sum + (one.values[index] ?? 0), 0));
  const highest = kind === "bars" ? Math.max(...sums, 0) : Math.max(0, ...series.flatMap((one) => one.values.map((value) => value ?? 0)));
  const ticks = ticksTo(highest, kind === "bars");
  const top = ticks.at(-1) || 1;
  const step = (width - PAD.left - PAD.right) / times.length;
  const x = (index) => PAD.left + step * index;
  const y = (value) => HEIGHT - PAD.bottom - (value / top) * (HEIGHT - PAD.top - PAD.bottom);
  const point = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const index = Math.floor((event.clientX - box.left - PAD.left) / step);
    setOn(index >= 0 && index < times.length ? index : null);
  };
  const labels = Math.max(1, Math.ceil(times.length / Math.max(2, Math.floor(width / 96))));
  return html`<section class="card chart" aria-labelledby=${id}>
    <header><h2 id=${id}>${title}</h2>
      <ul class="legend">${series.map((one) => html`<li key=${one.key}><i class=${`series-${one.key}`}></i>${one.label}${on !== null ? html` <b>${say(one.values[on])}</b>` : ""}</li>`)}</ul>
    </header>
    <div ref=${frame}>
      <svg width=${width} height=${HEIGHT} viewBox=${`0 0 ${width} ${HEIGHT}`} aria-hidden="true" onPointerMove=${point} onPointerLeave=${() => setOn(null)}>
        ${ticks.map((tick) => html`<g key=${tick} class="tick"><line x1=${PAD.left} x2=${width - PAD.right} y1=${y(tick)} y2=${y(tick)} /><text x=${PAD.left - 8} y=${y(tick) + 4}>${sayTick(tick)}</text></g>`)}
        ${times.map((time, index) => index % labels === 0 && html`<text key=${time} class="time" x=${x(index) + step / 2} y=${HEIGHT - 6}>${sayTime(time)}</text>`)}
        ${on !== null && html`<rect class="band" x=${x(on)} width=${step} y=${PAD.top} height=${HEIGHT - PAD.top - PAD.bottom} />`}
        ${kind === "bars" ? bars(series, times, x, y, step) : series.map((one) => lines(one, (index) => x(index) + step / 2, y))}
      </svg>
      <p class="chart-on">${on !== null ? sayTime(times[on], true) : " "}</p>
    </div>
    <table class="sr-only"><caption>${title}</caption>
      <thead><tr><th scope="col">${t("time")}</th>${series.map((one) => html`<th key=${one.key} scope="col">${one.label}</th>`)}</tr></thead>
      <tbody>${times.map((time, index) => (sums[index] > 0 ? html`<tr key=${time}><th scope="row">${sayTime(time, true)}</th>${series.map((one) => html`<td key=${one.key}>${say(one.values[index])}</td>`)}</tr>` : null))}</tbody>
    </table>
  </section>`;
}

function bars(series, times, x, y, step) {
  const gap = Math.min(3, step * 0.25);
  return times.map((time, index) => {
    let below = 0;
    return series.map((one) => {
      const value = one.values[index] ?? 0;
      if (value === 0) return null;
      const from = below;
      below += value;
      return html`<rect key=${time + one.key} class=${`bar series-${one.key}`} x=${x(index) + gap / 2} width=${Math.max(1, step - gap)} y=${y(below)} height=${Math.max(1, y(from) - y(below))} />`;
    });
  });
}

/** A line with holes where there is no value, and a dot at every value: one alone is seen too. */
function lines({ key, values }, x, y) {
  const points = values.map((value, index) => (value === null ? null : [x(index).toFixed(1), y(value).toFixed(1)]));
  const path = points.map((point, index) => (point ? `${points[index - 1] ? "L" : "M"}${point.join(" ")}` : "")).join("");
  return html`<g key=${key}><path class=${`line series-${key}`} d=${path} />
    ${points.map((point, index) => point && html`<circle key=${index} class=${`dot series-${key}`} cx=${point[0]} cy=${point[1]} r="2.5" />`)}</g>`;
}

/** Round numbers from 0 to at least `highest`. */
function ticksTo(highest, whole) {
  if (highest <= 0) return [0, 1];
  const rough = highest / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  let step = [1, 2, 5, 10].find((factor) => factor * power >= rough) * power;
  if (whole) step = Math.max(1, Math.round(step));
  const count = Math.ceil(highest / step);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}
