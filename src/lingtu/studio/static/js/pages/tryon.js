// AI试衣: one garment of any type, or a top with a bottom, on a person.
import { html, signal } from "../lib/html.js";
import { MAX_SEED } from "../lib/geometry.js";
import { useHandedOver } from "../lib/handover.js";
import { formatNumber, t } from "../lib/i18n.js";
import { runs, slot } from "../lib/single.js";
import { offers, session } from "../lib/store.js";
import { Button, Empty, Notice, NumberField, Segmented } from "../parts/controls.js";
import { PhotoSlot } from "../parts/photo_slot.js";
import { RunView } from "../parts/run_view.js";

const photo = slot();
/** What is worn: a whole dress, a top, a bottom, or both of these; the API allows nothing else. */
const outfit = signal("upperBody");
const garments = { dresses: slot(), upperBody: slot(), lowerBody: slot() };
const options = signal({ num: 1, format: "png", seed: null });
const work = runs("dress");

const OUTFITS = { dresses: ["dresses"], upperBody: ["upperBody"], lowerBody: ["lowerBody"], both: ["upperBody", "lowerBody"] };
const setOption = (change) => (options.value = { ...options.value, ...change });

function obstacle() {
  if (!offers("dress")) return "tryon.unavailable";
  if (!session.value.app) return "compose.needsApp";
  if (!photo.value.value) return "model.needsPhoto";
  const worn = OUTFITS[outfit.value].map((type) => garments[type].value.value);
  if (worn.some((one) => !one)) return "tryon.needsGarment";
  if ([photo.value.value, ...worn].some((one) => !one.link)) return "compose.stillBringing";
  if (session.value.app.remaining < options.value.num) return "compose.needsQuota";
  return null;
}

function generate() {
  const { num, format, seed } = options.value;
  const dresses = OUTFITS[outfit.value].map((type) => ({ type, image: garments[type].value.value.link }));
  return work.start({ model: photo.value.value.link, dresses, num, format, ...(seed !== null && { seed }) }, photo.value.value.url);
}

export function TryonPage() {
  useHandedOver("tryon", (given) => photo.bring(given.file));
  const why = obstacle();
  const now = options.value;
  const idle = photo.value.value
    ? html`<div class="result-picture"><figure class="compare"><img class="compare-after" src=${photo.value.value.url} alt=${t("compare.photo")} /></figure></div>`
    : html`<${Empty} icon="shirt" title=${t("tryon.empty")}>${t("tryon.emptyHint")}<//>`;
  return html`<h1 class="sr-only">${t("nav.tryon")}</h1>
    <div class="compose">
      <div class="compose-left">
        <section class="panel" aria-labelledby="photo-heading"><h2 id="photo-heading">${t("photo")}</h2><${PhotoSlot} slot=${photo} label=${t("tryon.drop")} hint=${t("tryon.hint")} takesPaste icon="user-round" /></section>
        <section class="panel panel-grow" aria-labelledby="garments-heading">
          <h2 id="garments-heading">${t("garments")}</h2>
          <${Segmented} hidden label=${t("garments.worn")} value=${outfit.value} onChange=${(value) => (outfit.value = value)} options=${Object.keys(OUTFITS).map((name) => [name, t(`outfit.${name}`)])} />
          ${OUTFITS[outfit.value].map((type) => html`<div key=${type} class="garment"><h3>${t(`outfit.${type}`)}</h3><${PhotoSlot} slot=${garments[type]} label=${t("garments.drop")} icon="shirt" /></div>`)}
        </section>
      </div>
      <div class="compose-middle">${!offers("dress") && html`<${Notice} kind="warn">${t("tryon.unavailableLong")}<//>`}<${RunView} runs=${work} idle=${idle} /></div>
      <div class="compose-right">
        <div class="compose-scroll"><section class="panel" aria-labelledby="result-heading">
          <h2 id="result-heading">${t("result")}</h2>
          <${Segmented} label=${t("number")} value=${now.num} onChange=${(num) => setOption({ num })} options=${[[1, "1"], [2, "2"], [4, "4"]]} />
          <${Segmented} label=${t("format")} value=${now.format} onChange=${(format) => setOption({ format })} options=${[["png", "png"], ["jpg", "jpg"], ["webp", "webp"]]} />
          <${NumberField} label=${t("seed")} value=${now.seed} min=${0} max=${MAX_SEED} optional placeholder=${t("seed.drawn")} onChange=${(seed) => setOption({ seed })} />
        </section></div>
        <div class="generate">
          <p id="generate-why" class="hint" role="status">${why ? t(why) : t("generate.cost", { count: now.num, left: formatNumber(session.value.app.remaining) })}</p>
          <${Button} kind="primary" icon="wand-sparkles" class="is-wide" disabled=${why !== null} aria-describedby="generate-why" onClick=${generate}>${t("generate")}<//>
        </div>
      </div>
    </div>`;
}
