import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { hush, toasts } from "../lib/store.js";
import { IconButton } from "./controls.js";
import { Icon } from "./icons.js";

/** Messages that pop up; read out as they come. */
export function Toasts() {
  return html`<div class="toasts" role="region" aria-live="polite" aria-label=${t("messages")}>
    ${toasts.value.map(
      (toast) => html`<div key=${toast.id} class=${`toast toast-${toast.kind}`}>
        <${Icon} name=${toast.kind === "bad" ? "triangle-alert" : "check"} /><p>${toast.words}</p>
        <${IconButton} icon="x" label=${t("close")} onClick=${() => hush(toast.id)} />
      </div>`,
    )}
  </div>`;
}
