import * as api from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { say, session, wordsOf } from "../lib/store.js";
import { Button, Field } from "../parts/controls.js";
import { LanguageButton, Seal, ThemeButton } from "../parts/shell.js";

/** Sign in with a one-time link's token; whether it went well. */
export async function openLink(token) {
  try {
    session.value = await api.session.open(token);
    return true;
  } catch (error) {
    say(error.status === 401 ? t("signIn.used") : wordsOf(error), "bad");
    return false;
  }
}

/** Whether the browser has a session that lives. */
export const isSignedIn = () => api.session.read().then(() => true, () => false);

/** The whole link may be pasted, or what stands behind its #link=. */
const tokenOf = (text) => decodeURIComponent(text.trim().split("#link=").pop());

export function SignIn() {
  const [link, setLink] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    await openLink(tokenOf(link));
    setBusy(false);
  };
  return html`<main class="sign-in">
    <div class="sign-in-tools"><${LanguageButton} /><${ThemeButton} /></div>
    <form class="card sign-in-card" onSubmit=${submit}>
      <${Seal} size=${44} />
      <h1>${t("signIn.title")}</h1>
      <p>${t("signIn.how")}</p>
      <pre class="code">lingtu studio link</pre>
      <${Field} label=${t("signIn.link")}>
        ${(aria) => html`<input ...${aria} type="password" autocomplete="one-time-code" required value=${link} onInput=${(event) => setLink(event.target.value)} placeholder="http://…/studio/#link=…" />`}
      <//>
      <${Button} kind="primary" type="submit" busy=${busy} disabled=${!link.trim()}>${t("signIn.go")}<//>
      <p class="hint">${t("signIn.once")}</p>
    </form>
  </main>`;
}
