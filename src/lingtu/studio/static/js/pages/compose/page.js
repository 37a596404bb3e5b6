// 商品图换背景: a product on a new background.
import { html, useEffect } from "../../lib/html.js";
import { useHandedOver } from "../../lib/handover.js";
import { t } from "../../lib/i18n.js";
import { Segmented } from "../../parts/controls.js";
import { generate, generations, obstacle, preparing } from "./generate.js";
import { GenerateBar, Inspector } from "./inspector.js";
import { BackgroundPanel, ProductPanel } from "./panels.js";
import { Filmstrip, ResultView } from "./results.js";
import { Stage } from "./stage.js";
import { bringBackground, bringProduct, view } from "./state.js";

async function takeHandedOver(given) {
  if (given.slot === "product") await bringProduct(given.file);
  if (given.slot === "background") {
    view.value = "edit";
    await bringBackground(given.file);
  }
}

export function ComposePage() {
  useHandedOver("compose", takeHandedOver);
  useEffect(() => {
    const make = (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && obstacle.value === null && !preparing.value) generate();
    };
    addEventListener("keydown", make);
    return () => removeEventListener("keydown", make);
  }, []);
  const now = view.value;
  const views = [["edit", t("view.edit")], ["mask", t("view.mask")], ...(generations.value.length ? [["result", t("view.result")]] : [])];
  return html`<h1 class="sr-only">${t("nav.compose")}</h1>
    <div class="compose">
      <div class="compose-left"><${ProductPanel} /><${BackgroundPanel} /></div>
      <div class="compose-middle">
        <div class="stage-bar"><${Segmented} hidden label=${t("view")} value=${now} options=${views} onChange=${(value) => (view.value = value)} /></div>
        ${now === "result" ? html`<${ResultView} />` : html`<${Stage} />`}
        <${Filmstrip} />
      </div>
      <div class="compose-right"><div class="compose-scroll"><${Inspector} /></div><${GenerateBar} /></div>
    </div>`;
}
