// What one does with a result: keep it, look at its sizes, use it as an input elsewhere.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { handOver } from "../lib/handover.js";
import { t } from "../lib/i18n.js";
import { offers } from "../lib/store.js";
import { Button, LinkButton } from "./controls.js";
import { Icon } from "./icons.js";

/** `result` is { url, format } of the job `jobId`. */
export function ResultTools({ result, jobId, onAgain, againBusy = false }) {
  return html`<div class="result-tools">
    <${LinkButton} icon="download" kind="primary" href=${`${result.url}?download=1`} download>${t("download")}<//>
    ${onAgain && html`<${Button} icon="refresh-cw" busy=${againBusy} onClick=${onAgain}>${t("again")}<//>`}
    <${UseAs} url=${result.url} name=${`${jobId}.${result.format}`} />
  </div>`;
}

const USES = [
  ["compose", "background", "useAs.background", "change-background"],
  ["compose", "product", "useAs.product", "change-background"],
  ["cutout", "image", "useAs.cutout", "matting"],
  ["model", "model", "useAs.model", "model"],
  ["tryon", "model", "useAs.tryon", "dress"],
];

/** A small menu; Escape and a click elsewhere close it. */
export function UseAs({ url, name }) {
  const [open, setOpen] = useState(false);
  const ref = useRef(null);
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event) => !ref.current.contains(event.target) && setOpen(false);
    const escape = (event) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      ref.current.querySelector("button").focus();
    };
    addEventListener("pointerdown", outside);
    addEventListener("keydown", escape);
    return () => {
      removeEventListener("pointerdown", outside);
      removeEventListener("keydown", escape);
    };
  }, [open]);
  const use = (page, slot) => {
    setOpen(false);
    handOver(page, slot, url, name);
  };
  return html`<div class="popup" ref=${ref}>
    <${Button} icon="layers" aria-expanded=${open} onClick=${() => setOpen(!open)}>${t("useAs")} <${Icon} name="chevron-down" size=${14} /><//>
    ${open && html`<ul class="popup-list">
      ${USES.filter(([, , , operation]) => offers(operation)).map(
        ([page, slot, key]) => html`<li key=${key}><button type="button" onClick=${() => use(page, slot)}>${t(key)}</button></li>`,
      )}
    </ul>`}
  </div>`;
}
