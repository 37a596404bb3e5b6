// Right of the canvas: every number and switch of the call.
import { MAX_BOX, MAX_SEED, MAX_SIDE, MIN_SIDE, rounded } from "../../lib/geometry.js";
import { html, useState } from "../../lib/html.js";
import { formatNumber, t } from "../../lib/i18n.js";
import { session } from "../../lib/store.js";
import { Button, Choice, IconButton, NumberField, Segmented, Slider, Switch } from "../../parts/controls.js";
import { Icon } from "../../parts/icons.js";
import { generate, obstacle, preparing } from "./generate.js";
import { addBox, brush, clear, strokes, undo } from "./mask.js";
import { align, box, canvas, locked, options, placed, setCanvas, setOption, setSide, snaps, stand, view } from "./state.js";

const PRESETS = [[1024, 1024], [800, 800], [1280, 1280], [960, 1280], [720, 1280], [1280, 960], [1280, 720]];

export function Inspector() {
  return html`<${CanvasGroup} /><${BoxGroup} /><${MaskGroup} /><${ResultGroup} />`;
}

function Group({ title, open = true, badge, children }) {
  return html`<details class="panel group" open=${open}>
    <summary><${Icon} name="chevron-right" size=${16} /><h2>${title}</h2>${badge && html`<span class="badge">${badge}</span>`}</summary>
    <div class="group-body">${children}</div>
  </details>`;
}

function CanvasGroup() {
  const { width, height } = canvas.value;
  const preset = PRESETS.some(([w, h]) => w === width && h === height) ? `${width}x${height}` : "custom";
  const choose = (value) => {
    if (value === "custom") return;
    const [w, h] = value.split("x").map(Number);
    setCanvas({ width: w, height: h });
  };
  return html`<${Group} title=${t("canvas")}>
    <${Choice} hidden label=${t("canvas.preset")} value=${preset} onChange=${choose}
      options=${[...PRESETS.map(([w, h]) => [`${w}x${h}`, `${w} × ${h}  (${proportion(w, h)})`]), ["custom", t("canvas.custom")]]} />
    <div class="pair">
      <${NumberField} label="width" unit="px" value=${width} min=${MIN_SIDE} max=${MAX_SIDE} onChange=${(value) => setCanvas({ width: value, height })} />
      <${NumberField} label="height" unit="px" value=${height} min=${MIN_SIDE} max=${MAX_SIDE} onChange=${(value) => setCanvas({ width, height: value })} />
    </div>
  <//>`;
}

function proportion(width, height) {
  const divisor = (a, b) => (b ? divisor(b, a % b) : a);
  const by = divisor(width, height);
  return `${width / by}:${height / by}`;
}

function BoxGroup() {
  const at = rounded(box.value);
  const { autoPlace, stance } = options.value;
  const off = autoPlace || !placed.value;
  const number = (name, min, max) => html`<${NumberField} label=${name} unit="px" value=${at[name]} min=${min} max=${max} disabled=${off} onChange=${(value) => setSide(name, value)} />`;
  return html`<${Group} title=${t("box")}>
    <div class="pair">${number("x", -MAX_BOX, MAX_SIDE)}${number("y", -MAX_BOX, MAX_SIDE)}${number("width", 1, MAX_BOX)}${number("height", 1, MAX_BOX)}</div>
    <div class="toolrow" role="group" aria-label=${t("box.tools")}>
      <${IconButton} icon=${locked.value ? "lock" : "lock-open"} label=${t("box.lock")} pressed=${locked.value} disabled=${off} onClick=${() => (locked.value = !locked.value)} />
      <${IconButton} icon="magnet" label=${t("box.snap")} pressed=${snaps.value} disabled=${off} onClick=${() => (snaps.value = !snaps.value)} />
      <${IconButton} icon="align-center-vertical" label=${t("box.centreX")} disabled=${off} onClick=${() => align("x")} />
      <${IconButton} icon="align-center-horizontal" label=${t("box.centreY")} disabled=${off} onClick=${() => align("y")} />
      <${IconButton} icon="target" label=${t("box.stand")} disabled=${off} onClick=${() => stand()} />
    </div>
    <${Switch} label=${t("box.auto")} checked=${autoPlace} onChange=${(value) => setOption({ autoPlace: value })} hint=${t("box.autoHint")} />
    <${Choice} label=${t("stance")} value=${stance} onChange=${(value) => setOption({ stance: value })}
      options=${["auto", "standing", "lying", "hanging", "floating"].map((name) => [name, t(`stance.${name}`)])} />
  <//>`;
}

function MaskGroup() {
  const count = strokes.value.length;
  const on = view.value === "mask";
  return html`<${Group} title=${t("mask")} open=${on || count > 0} badge=${count || null}>
    <p class="hint">${t("mask.hint")}</p>
    <${Button} icon="brush" kind=${on ? "on" : "plain"} aria-pressed=${on} onClick=${() => (view.value = on ? "edit" : "mask")}>${t(on ? "mask.done" : "mask.paint")}<//>
    ${on && html`<${Segmented} hidden label=${t("mask.tool")} value=${brush.value.erase ? "erase" : "paint"} onChange=${(tool) => (brush.value = { ...brush.value, erase: tool === "erase" })}
        options=${[["paint", t("mask.brush")], ["erase", t("mask.eraser")]]} />
      <${Slider} label=${t("mask.size")} min=${8} max=${240} value=${brush.value.size} unit=" px" onChange=${(size) => (brush.value = { ...brush.value, size })} />
      <${MaskBox} />`}
    ${count > 0 && html`<div class="toolrow"><${Button} kind="quiet" icon="undo-2" onClick=${undo}>${t("mask.undo")}<//><${Button} kind="quiet" icon="trash-2" onClick=${clear}>${t("mask.clear")}<//></div>`}
  <//>`;
}

/** A rectangle by numbers: masking without a pointer. */
function MaskBox() {
  const [area, setArea] = useState({ x: 0, y: 0, width: 200, height: 200 });
  const number = (name) => html`<${NumberField} label=${name} value=${area[name]} min=${0} max=${MAX_SIDE} onChange=${(value) => setArea({ ...area, [name]: value })} />`;
  return html`<details class="sub"><summary>${t("mask.byNumbers")}</summary>
    <div class="pair">${number("x")}${number("y")}${number("width")}${number("height")}</div>
    <${Button} icon="square" onClick=${() => addBox(area)}>${t("mask.addBox")}<//>
  </details>`;
}

function ResultGroup() {
  const now = options.value;
  return html`<${Group} title=${t("result")}>
    <${Switch} label=${t("smart")} checked=${now.smart} onChange=${(smart) => setOption({ smart })} hint=${t("smart.hint")} />
    <${Switch} label=${t("strong")} checked=${now.strong} onChange=${(strong) => setOption({ strong })} hint=${t(now.strong ? "strong.on" : "strong.off")} />
    <${Segmented} label=${t("number")} value=${now.num} onChange=${(num) => setOption({ num })} options=${[[1, "1"], [2, "2"], [4, "4"]]} />
    <${Segmented} label=${t("format")} value=${now.format} onChange=${(format) => setOption({ format })} options=${[["png", "png"], ["jpg", "jpg"], ["webp", "webp"]]} />
    <${NumberField} label=${t("seed")} value=${now.seed} min=${0} max=${MAX_SEED} optional placeholder=${t("seed.drawn")} onChange=${(seed) => setOption({ seed })} />
  <//>`;
}

export function GenerateBar() {
  const why = obstacle.value;
  const app = session.value.app;
  return html`<div class="generate">
    <p id="generate-why" class="hint" role="status">${why ? t(why) : t("generate.cost", { count: options.value.num, left: formatNumber(app.remaining) })}</p>
    <${Button} kind="primary" icon="wand-sparkles" class="is-wide" busy=${preparing.value} disabled=${why !== null} aria-describedby="generate-why" aria-keyshortcuts="Control+Enter" title="Ctrl + Enter" onClick=${generate}>${t("generate")}<//>
  </div>`;
}
