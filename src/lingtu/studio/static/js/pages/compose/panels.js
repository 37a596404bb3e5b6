// Left of the canvas: the product, and what it stands in.
import { classes, html, useSignal } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { galleries } from "../../lib/store.js";
import { IconButton, Notice, Segmented, Slider, Switch } from "../../parts/controls.js";
import { DropZone } from "../../parts/drop.js";
import { JobState } from "../../parts/job_state.js";
import { background, bringBackground, bringProduct, dropProduct, ownBackgrounds, pickGallery, pickOwn, placed, product, setFocus, useAsPhoto } from "./state.js";

export function ProductPanel() {
  const now = product.value;
  return html`<section class="panel" aria-labelledby="product-heading">
    <h2 id="product-heading">${t("product")}</h2>
    ${now ? html`<${ProductCard} now=${now} />` : html`<${DropZone} label=${t("product.drop")} hint=${t("product.hint")} onFiles=${([file]) => bringProduct(file)} takesPaste />`}
  </section>`;
}

function ProductCard({ now }) {
  const shown = placed.value;
  return html`<div class="product-card">
    <div class="product-thumb checker">${shown && html`<img src=${shown.url} alt=${t("product.alt", { name: now.name })} />`}</div>
    <div class="product-facts">
      <strong title=${now.name}>${now.name}</strong>
      ${shown && html`<span>${shown.width} × ${shown.height}</span>`}
      ${now.state === "ready" && html`<span class="fact-good">${t(now.transparent ? "product.transparent" : now.asPhoto ? "product.asPhoto" : "product.cutOut")}</span>`}
    </div>
    <${IconButton} icon="x" label=${t("product.remove")} onClick=${dropProduct} />
  </div>
  ${now.state !== "ready" && html`<${JobState} job=${now.state === "cutting" ? now.job : null} words=${now.state === "cutting" && now.job ? t("product.cutting") : t(`product.${now.state}`)} />`}
  ${now.problem && html`<${Notice} kind="warn">${now.problem}<//>`}
  ${now.state === "ready" && now.cut && html`<${Switch} label=${t(now.transparent ? "product.trim" : "product.useCut")} checked=${!now.asPhoto} onChange=${(cut) => useAsPhoto(!cut)}
      hint=${now.transparent ? null : t("product.useCutHint")} />`}
  <${DropZone} small label=${t("product.replace")} onFiles=${([file]) => bringProduct(file)} takesPaste />`;
}

const CATEGORIES = ["all", "indoor", "outdoor", "simplicity", "own"];

export function BackgroundPanel() {
  const category = useSignal("all");
  const shown = category.value;
  const entries = (galleries.value?.backgrounds ?? []).filter((entry) => shown === "all" || entry.category === shown);
  const bring = ([file]) => bringBackground(file);
  return html`<section class="panel panel-grow" aria-labelledby="background-heading">
    <h2 id="background-heading">${t("background")}</h2>
    <${Segmented} hidden label=${t("background.category")} value=${shown} onChange=${(value) => (category.value = value)}
      options=${CATEGORIES.map((name) => [name, t(`category.${name}`)])} />
    ${shown === "own"
      ? html`<${DropZone} small=${ownBackgrounds.value.length > 0} label=${t("background.drop")} hint=${t("background.hint")} onFiles=${bring} icon="image" />
          <${Tiles} label=${t("background.own")} items=${ownBackgrounds.value.map((own) => ({ key: own.id, url: own.url, words: own.name, on: background.value?.id === own.id, pick: () => pickOwn(own) }))} />
          ${background.value?.kind === "own" && html`<${Crop} scene=${background.value} />`}`
      : html`<${Tiles} label=${t("background.gallery")}
          items=${entries.map((entry) => ({ key: entry.id, url: entry.thumbnail, words: entry.id, on: background.value?.entry?.id === entry.id, pick: () => pickGallery(entry) }))} />`}
  </section>`;
}

/** Pictures to choose one of. */
export function Tiles({ label, items, caption = false }) {
  if (items.length === 0) return null;
  return html`<div class="tiles" role="group" aria-label=${label}>
    ${items.map(
      (item) => html`<button key=${item.key} type="button" class=${classes("tile", item.on && "is-on")} aria-pressed=${Boolean(item.on)} aria-label=${item.words} title=${item.words} onClick=${item.pick}>
        <img src=${item.url} alt="" loading="lazy" decoding="async" />${caption && html`<span>${item.caption}</span>`}
      </button>`,
    )}
  </div>`;
}

/** Which part of a picture of other proportions is taken. */
function Crop({ scene }) {
  const { focus } = scene;
  const change = (name) => (value) => setFocus({ ...focus, [name]: value / 100 });
  return html`<div class="crop">
    <${Slider} label=${t("crop.x")} min=${0} max=${100} value=${Math.round(focus.x * 100)} unit=" %" onChange=${change("x")} />
    <${Slider} label=${t("crop.y")} min=${0} max=${100} value=${Math.round(focus.y * 100)} unit=" %" onChange=${change("y")} />
  </div>`;
}

