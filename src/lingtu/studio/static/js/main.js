// The studio's start: who is signed in, and which page.
import { html, render, useEffect, useState } from "./lib/html.js";
import { language, t } from "./lib/i18n.js";
import { replace, route } from "./lib/router.js";
import { galleries, loadGalleries, loadSession, session } from "./lib/store.js";
import { Notice } from "./parts/controls.js";
import { Shell } from "./parts/shell.js";
import { Toasts } from "./parts/toasts.js";
import { SignIn, isSignedIn, openLink } from "./pages/sign_in.js";
import { pageOf } from "./pages/index.js";

/** The pages come as they are needed. */
function Page({ entry }) {
  const [shown, setShown] = useState(null);
  useEffect(() => {
    entry.load().then(
      (View) => setShown({ name: entry.name, View }),
      () => setShown({ name: entry.name, View: () => html`<${Notice} kind="bad">${t("error.unreachable")}<//>` }),
    );
  }, [entry.name]);
  return shown?.name === entry.name ? html`<${shown.View} key=${entry.name} />` : html`<div class="loading" aria-busy="true"></div>`;
}

function App() {
  const who = session.value;
  const entry = who && pageOf(route.value.page, who);
  useEffect(() => {
    document.title = entry ? `${t(`nav.${entry.name}`)} · ${t("brand")}` : t("brand");
  }, [entry?.name, language.value]);
  useEffect(() => {
    if (who && !galleries.value) loadGalleries();
  }, [Boolean(who)]);
  if (who === undefined) return html`<div class="loading" aria-busy="true"></div>`;
  if (who === null) return html`<${SignIn} /><${Toasts} />`;
  return html`<${Shell} entry=${entry}><${Page} entry=${entry} /><//><${Toasts} />`;
}

/** The token of a one-time link, taken out of the address so that it is in no history. */
function takeToken() {
  const token = location.hash.match(/^#link=(.+)$/)?.[1];
  if (token) replace("#/");
  return token && decodeURIComponent(token);
}

/** Who is signed in is asked first: the link may be somebody's who wants to see what is made here next. */
const isWanted = () => confirm(t("signIn.instead"));

async function start() {
  const token = takeToken();
  const isOpen = token && (!(await isSignedIn()) || isWanted()) && (await openLink(token));
  if (!isOpen) await loadSession();
}

// a link that is opened where the page is already open
addEventListener("hashchange", () => {
  const token = takeToken();
  if (token && (!session.value || isWanted())) openLink(token);
});

render(html`<${App} />`, document.getElementById("root"));
start();
