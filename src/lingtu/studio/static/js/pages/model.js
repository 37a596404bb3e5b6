// AI模特: a face of the gallery in a photo, on another background if one likes.
import { html, signal } from "../lib/html.js";
import { MAX_SEED } from "../lib/geometry.js";
import { useHandedOver } from "../lib/handover.js";
import { formatNumber, t } from "../lib/i18n.js";
import { runs, slot } from "../lib/single.js";
import { galleries, offers, session } from "../lib/store.js";
import { Button, Choice, Empty, NumberField, Segmented, Switch } from "../parts/controls.js";
import { PhotoSlot } from "../parts/photo_slot.js";
import { RunView } from "../parts/run_view.js";
import { Tiles } from "./compose/panels.js";

const photo = slot();
const backdrop = slot();
const face = signal(null);
const filters = signal({ gender: "", skin: "", age: "" });
/** "keep", "gallery" or "own": what is behind the person. */
const behind = signal("keep");
const scene = signal(null);
const options = signal({ num: 1, skinTone: "auto", format: "png", seed: null });
const work = runs("model");

const setOption = (change) => (options.value = { ...options.value, ...change });

function obstacle() {
  if (!session.value.app) return "compose.needsApp";
  if (!photo.value.value) return "model.needsPhoto";
  if (!photo.value.value.link) return "compose.stillBringing";
  if (!face.value) return "model.needsFace";
  if (behind.value === "own" && !backdrop.value.value?.link) return "compose.needsBackground";
  if (behind.value === "gallery" && !scene.value) return "compose.needsBackground";
  if (session.value.app.remaining < options.value.num) return "compose.needsQuota";
  return null;
}

/** The API takes a link here: a gallery picture is small enough to be uploaded like any other. */
async function backgroundLink() {
  if (behind.value === "own") return backdrop.value.value.link;
  if (behind.value !== "gallery") return undefined;
  const { upload } = await import("../lib/api.js");
  return (await upload(await (await fetch(scene.value.picture)).blob())).url;
}

async function generate() {
  const { num, skinTone, format, seed } = options.value;
  const background = await backgroundLink();
  const params = { model: photo.value.value.link, faceId: face.value, num, skinTone, format, ...(background && { background }), ...(seed !== null && { seed }) };
  await work.start(params, photo.value.value.url);
}

export function ModelPage() {
  useHandedOver("model", (given) => photo.bring(given.file));
  const why = obstacle();
  const now = options.value;
  const idle = photo.value.value
    ? html`<div class="result-picture"><figure class="compare"><img class="compare-after" src=${photo.value.value.url} alt=${t("compare.photo")} /></figure></div>`
    : html`<${Empty} icon="user-round" title=${t("model.empty")}>${t("model.emptyHint")}<//>`;
  return html`<h1 class="sr-only">${t("nav.model")}</h1>
    <div class="compose">
      <div class="compose-left">
        <section class="panel" aria-labelledby="photo-heading"><h2 id="photo-heading">${t("photo")}</h2><${PhotoSlot} slot=${photo} label=${t("model.drop")} hint=${t("model.hint")} takesPaste icon="user-round" /></section>
        <${Faces} />
      </div>
      <div class="compose-middle"><${RunView} runs=${work} idle=${idle} /></div>
      <div class="compose-right">
        <div class="compose-scroll">
          <section class="panel" aria-labelledby="behind-heading">
            <h2 id="behind-heading">${t("background")}</h2>
            <${Segmented} hidden label=${t("background")} value=${behind.value} onChange=${(value) => (behind.value = value)} options=${["keep", "gallery", "own"].map((name) => [name, t(`behind.${name}`)])} />
            ${behind.value === "own" && html`<${PhotoSlot} slot=${backdrop} label=${t("background.drop")} icon="image" />`}
            ${behind.value === "gallery" && html`<${Tiles} label=${t("background.gallery")} items=${(galleries.value?.backgrounds ?? []).map((entry) => ({ key: entry.id, url: entry.thumbnail, words: entry.id, on: scene.value?.id === entry.id, pick: () => (scene.value = entry) }))} />`}
          </section>
          <section class="panel" aria-labelledby="result-heading">
            <h2 id="result-heading">${t("result")}</h2>
            <${Switch} label=${t("model.tone")} checked=${now.skinTone === "auto"} onChange=${(carry) => setOption({ skinTone: carry ? "auto" : "keep" })} hint=${t("model.toneHint")} />
            <${Segmented} label=${t("number")} value=${now.num} onChange=${(num) => setOption({ num })} options=${[[1, "1"], [2, "2"], [4, "4"]]} />
            <${Segmented} label=${t("format")} value=${now.format} onChange=${(format) => setOption({ format })} options=${[["png", "png"], ["jpg", "jpg"], ["webp", "webp"]]} />
            <${NumberField} label=${t("seed")} value=${now.seed} min=${0} max=${MAX_SEED} optional placeholder=${t("seed.drawn")} onChange=${(seed) => setOption({ seed })} />
          </section>
        </div>
        <div class="generate">
          <p id="generate-why" class="hint" role="status">${why ? t(why) : t("generate.cost", { count: now.num, left: formatNumber(session.value.app.remaining) })}</p>
          <${Button} kind="primary" icon="wand-sparkles" class="is-wide" disabled=${why !== null || !offers("model")} aria-describedby="generate-why" onClick=${generate}>${t("generate")}<//>
        </div>
      </div>
    </div>`;
}

const FILTERS = { gender: ["female", "Male"], skin: ["yellow", "white", "black"], age: ["adult", "child"] };

function Faces() {
  const wanted = filters.value;
  const faces = (galleries.value?.faces ?? []).filter((one) => Object.keys(FILTERS).every((name) => !wanted[name] || one[name] === wanted[name]));
  return html`<section class="panel panel-grow" aria-labelledby="faces-heading">
    <h2 id="faces-heading">${t("faces")}<span class="count">${faces.length}</span></h2>
    <div class="filters">
      ${Object.entries(FILTERS).map(
        ([name, values]) => html`<${Choice} key=${name} label=${t(`faces.${name}`)} value=${wanted[name]} onChange=${(value) => (filters.value = { ...wanted, [name]: value })}
          options=${[["", t("all")], ...values.map((value) => [value, t(`faces.${value}`)])]} />`,
      )}
    </div>
    <${Tiles} label=${t("faces")} items=${faces.map((one) => ({ key: one.id, url: one.thumbnail, words: `${one.id}, ${t(`faces.${one.gender}`)}, ${t(`faces.${one.skin}`)}, ${t(`faces.${one.age}`)}`, on: face.value === one.id, pick: () => (face.value = one.id) }))} />
    ${faces.length === 0 && galleries.value && html`<p class="hint">${t("faces.none")}</p>`}
  </section>`;
}
