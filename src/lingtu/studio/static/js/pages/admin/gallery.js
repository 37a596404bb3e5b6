// The gallery: what is in it, and what an operator adds of their own.
import * as api from "../../lib/api.js";
import { html, signal, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { fitting } from "../../lib/pictures.js";
import { attempt, galleries, loadGalleries, say } from "../../lib/store.js";
import { Button, Choice, Confirm, Dialog, Field, IconButton, Segmented } from "../../parts/controls.js";
import { DropZone } from "../../parts/drop.js";

const shown = signal("backgrounds");

export function GalleryPage() {
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState(null);
  const kind = shown.value;
  const entries = galleries.value?.[kind] ?? [];
  const remove = () => attempt(async () => {
    await api.admin.removeEntry(kind, removing.id);
    await loadGalleries(true);
  });
  return html`<div class="page">
    <header class="page-head"><h1>${t("nav.gallery")}</h1><p>${t("gallery.lead")}</p><${Button} kind="primary" icon="plus" onClick=${() => setAdding(true)}>${t(`gallery.add.${kind}`)}<//></header>
    <div class="toolbar"><${Segmented} hidden label=${t("gallery.kind")} value=${kind} onChange=${(value) => (shown.value = value)} options=${[["backgrounds", t("gallery.backgrounds")], ["faces", t("faces")]]} /><span class="count">${entries.length}</span></div>
    <ul class="entries">${entries.map((entry) => html`<li key=${entry.id} class="entry">
      <img src=${entry.thumbnail} alt=${entry.id} loading="lazy" decoding="async" />
      <div><b>${entry.id}</b><span>${kind === "faces" ? [entry.gender, entry.skin, entry.age].map((word) => t(`faces.${word}`)).join(" · ") : t(`category.${entry.category}`)}</span></div>
      ${entry.own && html`<span class="badge">${t("gallery.own")}</span><${IconButton} icon="trash-2" label=${t("gallery.remove", { id: entry.id })} onClick=${() => setRemoving(entry)} />`}
    </li>`)}</ul>
    ${adding && html`<${Add} kind=${kind} onClose=${() => setAdding(false)} />`}
    ${removing && html`<${Confirm} title=${t("gallery.remove", { id: removing.id })} words=${t("gallery.removeWords")} action=${t("gallery.removeGo")} onConfirm=${remove} onClose=${() => setRemoving(null)} />`}
  </div>`;
}

const CHOICES = {
  backgrounds: { category: ["indoor", "outdoor", "simplicity"] },
  faces: { gender: ["female", "Male"], skin: ["yellow", "white", "black"], age: ["adult", "child"] },
};
const wordsOf = (name, value) => t(name === "category" ? `category.${value}` : `faces.${value}`);

function Add({ kind, onClose }) {
  const [picture, setPicture] = useState(null);
  const [id, setId] = useState("");
  const [consent, setConsent] = useState("");
  const [chosen, setChosen] = useState(Object.fromEntries(Object.entries(CHOICES[kind]).map(([name, values]) => [name, values[0]])));
  const [stand, setStand] = useState([0.5, 0.75, 0.4]);
  const [busy, setBusy] = useState(false);
  const bring = ([file]) => attempt(async () => {
    const { blob } = await fitting(file);
    setPicture({ blob, url: URL.createObjectURL(blob) });
    if (!id) setId(file.name.replace(/\.[^.]+$/, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, ""));
  });
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    const went = await attempt(async () => {
      if (kind === "faces") await api.admin.addFace({ id, consent, ...chosen }, picture.blob);
      else await api.admin.addBackground({ id, ...chosen, stand: stand.map((share) => share.toFixed(3)).join(",") }, picture.blob);
      await loadGalleries(true);
    });
    setBusy(false);
    if (!went) return;
    say(t("gallery.added", { id }));
    onClose();
  };
  return html`<${Dialog} wide title=${t(`gallery.add.${kind}`)} onClose=${onClose}>
    <form class="form add-entry" onSubmit=${submit}>
      <div>${picture
        ? kind === "faces" ? html`<img class="preview" src=${picture.url} alt=${t("gallery.preview")} />` : html`<${Standing} url=${picture.url} stand=${stand} onChange=${setStand} />`
        : html`<${DropZone} label=${t("gallery.drop")} hint=${t(`gallery.hint.${kind}`)} onFiles=${bring} icon="image" />`}</div>
      <div class="form">
        <${Field} label="id" hint=${t("gallery.idHint")}>${(aria) => html`<input ...${aria} required maxlength="64" value=${id} onInput=${(event) => setId(event.target.value)} />`}<//>
        ${Object.entries(CHOICES[kind]).map(([name, values]) => html`<${Choice} key=${name} label=${t(name === "category" ? "background.category" : `faces.${name}`)} value=${chosen[name]} onChange=${(value) => setChosen({ ...chosen, [name]: value })} options=${values.map((value) => [value, wordsOf(name, value)])} />`)}
        ${kind === "faces" && html`<${Field} label=${t("gallery.consent")} hint=${t("gallery.consentHint")}>${(aria) => html`<textarea ...${aria} required minlength="20" rows="3" value=${consent} onInput=${(event) => setConsent(event.target.value)}></textarea>`}<//>`}
        ${kind === "backgrounds" && html`<p class="hint">${t("gallery.standHint")}</p>`}
        <footer class="actions"><${Button} onClick=${onClose}>${t("keep")}<//><${Button} kind="primary" type="submit" disabled=${!picture} busy=${busy}>${t("gallery.addGo")}<//></footer>
      </div>
    </form>
  <//>`;
}

/** Where a product stands well: a box that is set by the pointer, or by its three numbers. */
function Standing({ url, stand, onChange }) {
  const frame = useRef(null);
  const [x, y, height] = stand;
  const point = (event) => {
    if (event.buttons !== 1) return;
    const box = frame.current.getBoundingClientRect();
    onChange([(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, height]);
  };
  const number = (index, label) => html`<label class="range">${label}<input type="range" min="5" max="95" value=${Math.round(stand[index] * 100)} onInput=${(event) => onChange(stand.map((share, at) => (at === index ? Number(event.target.value) / 100 : share)))} /></label>`;
  return html`<div class="standing" ref=${frame} onPointerDown=${point} onPointerMove=${point}>
      <img class="preview" src=${url} alt=${t("gallery.preview")} draggable="false" />
      <i style=${{ left: `${x * 100}%`, top: `${(y - height) * 100}%`, height: `${height * 100}%` }} aria-hidden="true"></i>
    </div>
    ${number(0, t("gallery.standX"))}${number(1, t("gallery.standY"))}${number(2, t("gallery.standHeight"))}`;
}
