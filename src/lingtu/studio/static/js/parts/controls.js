// Buttons, fields and switches: native elements, so that keyboards and screen readers know them.
import { classes, html, useEffect, useId, useRef, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "./icons.js";

export function Button({ icon, kind = "plain", busy = false, disabled = false, children, class: extra, ...rest }) {
  return html`<button type="button" class=${classes("button", `button-${kind}`, extra)} disabled=${disabled || busy} aria-busy=${busy} ...${rest}>
    ${busy ? html`<span class="spinner" aria-hidden="true"></span>` : icon && html`<${Icon} name=${icon} />`}
    ${children && html`<span>${children}</span>`}
  </button>`;
}

/** A button with a picture alone: `label` is read out, and shown by the pointer. */
export function IconButton({ icon, label, pressed, class: extra, ...rest }) {
  return html`<button type="button" class=${classes("icon-button", extra)} aria-label=${label} title=${label} aria-pressed=${pressed} ...${rest}>
    <${Icon} name=${icon} />
  </button>`;
}

/** A link that looks like a button. */
export function LinkButton({ icon, kind = "plain", children, ...rest }) {
  return html`<a class=${`button button-${kind}`} ...${rest}>${icon && html`<${Icon} name=${icon} />`}<span>${children}</span></a>`;
}

/** A label over one control; `children` is called with the control's id. */
export function Field({ label, hint, children }) {
  const id = useId();
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${children({ id, "aria-describedby": hint ? `${id}-hint` : undefined })}
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`;
}

/** A whole number; what is typed counts when the field is left, on Enter, or by the arrow keys. */
export function NumberField({ label, value, onChange, min, max, unit, disabled, optional = false, placeholder, hint }) {
  const id = useId();
  const [draft, setDraft] = useState(null);
  const commit = (text) => {
    setDraft(null);
    if (optional && text.trim() === "") return onChange(null);
    const number = Math.round(Number(text));
    if (text.trim() === "" || !Number.isFinite(number)) return undefined;
    return onChange(Math.min(max ?? number, Math.max(min ?? number, number)));
  };
  return html`<div class="field field-number">
    <label for=${id}>${label}</label>
    <span class="input-unit">
      <input id=${id} type="number" inputmode="numeric" min=${min} max=${max} step="1" disabled=${disabled} placeholder=${placeholder}
        aria-describedby=${hint ? `${id}-hint` : undefined}
        value=${draft ?? value ?? ""}
        onInput=${(event) => setDraft(event.target.value)}
        onChange=${(event) => commit(event.target.value)} />
      ${unit && html`<span class="unit" aria-hidden="true">${unit}</span>`}
    </span>
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`;
}

export function Switch({ label, checked, onChange, hint, disabled }) {
  const id = useId();
  return html`<div class="switch">
    <input id=${id} type="checkbox" role="switch" checked=${checked} disabled=${disabled} onChange=${(event) => onChange(event.target.checked)}
      aria-describedby=${hint ? `${id}-hint` : undefined} />
    <label for=${id}>${label}</label>
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`;
}

/** One of a few: `options` is [[value, words], …]. */
export function Segmented({ label, value, options, onChange, hidden = false, disabled }) {
  const name = useId();
  return html`<fieldset class="segmented" disabled=${disabled}>
    <legend class=${hidden ? "sr-only" : ""}>${label}</legend>
    <div class="segments">
      ${options.map(
        ([option, words]) => html`<label class=${classes("segment", option === value && "is-on")} key=${option}>
          <input type="radio" name=${name} value=${option} checked=${option === value} onChange=${() => onChange(option)} />
          <span>${words}</span>
        </label>`,
      )}
    </div>
  </fieldset>`;
}

/** One of many: `options` is [[value, words], …]. */
export function Choice({ label, value, options, onChange, hint, hidden = false }) {
  const id = useId();
  return html`<div class="field">
    <label for=${id} class=${hidden ? "sr-only" : ""}>${label}</label>
    <select id=${id} value=${value} onChange=${(event) => onChange(event.target.value)} aria-describedby=${hint ? `${id}-hint` : undefined}>
      ${options.map(([option, words]) => html`<option key=${option} value=${option} selected=${option === value}>${words}</option>`)}
    </select>
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`;
}

export function Slider({ label, value, min, max, onChange, unit = "" }) {
  const id = useId();
  return html`<div class="field field-slider">
    <label for=${id}>${label}</label><output for=${id}>${value}${unit}</output>
    <input id=${id} type="range" min=${min} max=${max} value=${value} onInput=${(event) => onChange(Number(event.target.value))} />
  </div>`;
}

/** A modal dialog: the browser keeps the focus in it and closes it by Escape. */
export function Dialog({ title, onClose, children, wide = false }) {
  const ref = useRef(null);
  const id = useId();
  useEffect(() => {
    ref.current.showModal();
  }, []);
  const outside = (event) => event.target === ref.current && ref.current.close();
  return html`<dialog ref=${ref} class=${classes("dialog", wide && "is-wide")} aria-labelledby=${id} onClose=${onClose} onMouseDown=${outside}>
    <div class="dialog-body">
      <header><h2 id=${id}>${title}</h2><${IconButton} icon="x" label=${t("close")} onClick=${() => ref.current.close()} /></header>
      ${children}
    </div>
  </dialog>`;
}

/** Asks before what can't be undone. */
export function Confirm({ title, words, action, onConfirm, onClose }) {
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <p>${words}</p>
    <footer class="actions">
      <${Button} onClick=${onClose}>${t("keep")}<//>
      <${Button} kind="danger" onClick=${() => { onConfirm(); onClose(); }}>${action}<//>
    </footer>
  <//>`;
}

export function Notice({ kind = "info", children }) {
  return html`<div class=${`notice notice-${kind}`} role=${kind === "bad" ? "alert" : "status"}>
    <${Icon} name=${kind === "bad" || kind === "warn" ? "triangle-alert" : "info"} /><div>${children}</div>
  </div>`;
}

export function Empty({ icon, title, children }) {
  return html`<div class="empty"><${Icon} name=${icon} size=${28} /><h2>${title}</h2>${children && html`<p>${children}</p>`}</div>`;
}

/** Copies text; says that it did. */
export function CopyButton({ text, label }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      copyOldWay(text); // the clipboard is only for https and loopback
    }
    setDone(true);
    setTimeout(() => setDone(false), 1600);
  };
  return html`<${Button} icon=${done ? "check" : "copy"} onClick=${copy}>${done ? t("copied") : label ?? t("copy")}<//>`;
}

function copyOldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
