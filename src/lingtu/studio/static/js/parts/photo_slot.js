import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { IconButton } from "./controls.js";
import { DropZone } from "./drop.js";
import { Progress } from "./job_state.js";

/** A place for one picture (a `slot` of lib/single.js): empty, on its way, or there. */
export function PhotoSlot({ slot, label, hint, small = false, takesPaste = false, icon }) {
  const shown = slot.value.value;
  if (!shown) return html`<${DropZone} label=${label} hint=${hint} small=${small} takesPaste=${takesPaste} icon=${icon} onFiles=${([file]) => slot.bring(file)} />`;
  return html`<div class="product-card">
      <div class="product-thumb checker"><img src=${shown.url} alt=${t("photo.alt", { name: shown.name })} /></div>
      <div class="product-facts"><strong title=${shown.name}>${shown.name}</strong><span>${shown.width} × ${shown.height}</span></div>
      <${IconButton} icon="x" label=${t("photo.remove", { name: shown.name })} onClick=${slot.clear} />
    </div>
    ${!shown.link && html`<${Progress} value=${null} label=${t("product.uploading")} />`}`;
}
