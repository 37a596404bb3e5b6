// The frame around all pages: navigation, the app that jobs belong to, language and theme.
import * as api from "../lib/api.js";
import { classes, html, useId, useState } from "../lib/html.js";
import { formatNumber, language, setLanguage, t } from "../lib/i18n.js";
import { attempt, offers, session } from "../lib/store.js";
import { setTheme, theme } from "../lib/theme.js";
import { pagesFor } from "../pages/index.js";
import { Button, Dialog, IconButton } from "./controls.js";
import { Icon } from "./icons.js";

export function Seal({ size = 28 }) {
  return html`<img class="seal" src=${new URL("../../seal.svg", import.meta.url).href} width=${size} height=${size} alt="" />`;
}

export function LanguageButton() {
  const other = language.value === "zh" ? "en" : "zh";
  return html`<${Button} kind="quiet" icon="languages" lang=${other === "zh" ? "zh-CN" : "en"} onClick=${() => setLanguage(other)}>${other === "zh" ? "中文" : "English"}<//>`;
}

export function ThemeButton() {
  const other = theme.value === "dark" ? "light" : "dark";
  return html`<${IconButton} icon=${other === "dark" ? "moon" : "sun"} label=${t(`theme.${other}`)} onClick=${() => setTheme(other)} />`;
}

export function Shell({ entry, children }) {
  const [menu, setMenu] = useState(false);
  const pages = pagesFor(session.value);
  const own = pages.filter((page) => !page.operator);
  const operator = pages.filter((page) => page.operator);
  return html`<div class="shell">
    <a class="skip" href="#main" onClick=${skip}>${t("skip")}</a>
    <header class="topbar">
      <${Seal} size=${26} /><strong>${t(`nav.${entry.name}`)}</strong>
      <${IconButton} icon="menu" label=${t("menu")} aria-haspopup="dialog" onClick=${() => setMenu(true)} />
    </header>
    <nav class="side" aria-label=${t("nav")}>
      <a class="brand" href="#/"><${Seal} /><span><b>灵图</b><small>lingtu</small></span></a>
      <${Links} pages=${own} current=${entry.name} />
      ${operator.length > 0 && html`<h2 class="side-heading">${t("nav.operator")}</h2><${Links} pages=${operator} current=${entry.name} />`}
      <div class="side-foot"><${AppCard} /><${Tools} /></div>
    </nav>
    <main id="main" tabindex="-1" class=${classes("main", `page-${entry.name}`)}>${children}</main>
    <nav class="tabs" aria-label=${t("nav.tabs")}><${Links} pages=${own} current=${entry.name} /></nav>
    ${menu && html`<${Dialog} title=${t("menu")} onClose=${() => setMenu(false)}>
      <div class="menu" onClick=${(event) => event.target.closest("a") && setMenu(false)}>
        <${AppCard} />
        ${operator.length > 0 && html`<h3 class="side-heading">${t("nav.operator")}</h3><${Links} pages=${operator} current=${entry.name} />`}
        <${Tools} />
      </div>
    <//>`}
  </div>`;
}

/** The fragment is the router's, so the link moves the focus by hand. */
function skip(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

function Links({ pages, current }) {
  return html`<ul class="links">
    ${pages.map(
      (page) => html`<li key=${page.name}>
        <a href=${`#/${page.name}`} aria-current=${page.name === current ? "page" : undefined}>
          <${Icon} name=${page.icon} size=${20} /><span>${t(`nav.${page.name}`)}</span>
          ${page.name === "tryon" && !offers("dress") && html`<em class="soon">${t("nav.soon")}</em>`}
        </a>
      </li>`,
    )}
  </ul>`;
}

/** Whose generations are spent. */
function AppCard() {
  const { app, apps } = session.value;
  const id = useId();
  const pick = (event) => attempt(async () => {
    session.value = await api.session.pick(event.target.value);
  });
  return html`<div class="app-card">
    <label for=${id}>${t("app")}</label>
    ${apps.length > 1
      ? html`<select id=${id} value=${app?.appId ?? ""} onChange=${pick}>
          ${!app && html`<option value="">${t("app.pick")}</option>`}
          ${apps.map((name) => html`<option key=${name} value=${name} selected=${name === app?.appId}>${name}</option>`)}
        </select>`
      : html`<output id=${id}>${app?.appId ?? t("app.none")}</output>`}
    ${app && html`<span class=${classes("app-left", app.remaining === 0 && "is-out")}>${t("app.left", { count: formatNumber(app.remaining) })}</span>`}
  </div>`;
}

function Tools() {
  const leave = () => attempt(async () => {
    await api.session.close();
    session.value = null;
  });
  return html`<div class="tools">
    <${LanguageButton} />
    <${ThemeButton} />
    <a class="icon-button" href=${session.value.docs} target="_blank" rel="noreferrer" aria-label=${t("docs")} title=${t("docs")}><${Icon} name="book-open" /></a>
    <${IconButton} icon="log-out" label=${t("signOut")} onClick=${leave} />
  </div>`;
}
