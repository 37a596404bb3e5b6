// The page: what openapi.json says of the calls, and what it can't say of signing.
import { calculator } from "./calculator.js";
import { code, element, pre, table } from "./html.js";
import { callsOf, reference } from "./reference.js";
import { signOf } from "./signing.js";
import { INTRODUCTION, SIGNING, TEXTS, WEBHOOKS } from "./texts.js";

const KEPT = "lingtu-language";
const read = async (name) => (await fetch(name)).json();
const [page, vectors, examples] = await Promise.all(["openapi.json", "docs/vectors.json", "docs/examples.json"].map(read));

function preferred() {
  const kept = localStorage.getItem(KEPT);
  if (kept === "zh" || kept === "en") return kept;
  return navigator.language.startsWith("zh") ? "zh" : "en";
}

function draw(language) {
  const t = (name) => TEXTS[language][name];
  t.index = language === "zh" ? 0 : 1;  // of the pairs in meanings.js
  const base = page.servers[0].url;
  const section = (id, ...children) => element("section", { id, "aria-labelledby": `${id}-title` }, element("h2", { id: `${id}-title` }, t(id)), children.flat());
  const words = (texts) => texts[language].map((text) => element("p", {}, text));
  const calls = callsOf(page);
  const sections = [
    section("introduction", words(INTRODUCTION), element("p", {}, "URL: ", code(base), " · ", element("a", { href: "openapi.json" }, "openapi.json"))),
    section("signing", words(SIGNING)),
    section("calculator", calculator(t, base)),
    section("vectors", vectors.map((vector) => checked(t, vector))),
    section("calls", calls.map((call) => reference(t, page, call, examples[call.operationId.replace(/-alias$/, "")]))),
    section("codes", codes(t, language)),
    section("webhooks", words(WEBHOOKS)),
  ];
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.getElementById("main").replaceChildren(...sections);
  const link = (id, text) => element("li", {}, element("a", { href: `#${id}` }, text));
  const of = { calls: element("ul", {}, calls.map((call) => link(call.id, call.path))) };
  const contents = sections.map(({ id }) => { const item = link(id, t(id)); if (of[id]) item.append(of[id]); return item; });
  document.getElementById("contents").replaceChildren(element("ul", {}, contents));
  for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", String(button.dataset.language === language));
}

/** A vector, and whether this page's own computation agrees. */
function checked(t, vector) {
  const { sign, ...call } = vector, computed = signOf(call), same = computed === sign;
  return element("div", { class: "vector" }, pre(call),
    element("p", {}, "sign ", code(sign), " ", element("span", { class: same ? "good" : "bad" }, `${t("computed")}: ${same ? t("same") : computed}`)));
}

function codes(t, language) {
  const rows = page["x-codes"].map((one) => [String(one.code), String(one.status), one[language], one.retry ? t("yes") : ""]);
  return table([t("codes"), "HTTP", t("words"), t("retry")], rows);
}

/** A link to a call opens it. */
function open() {
  const found = document.getElementById(location.hash.slice(1));
  if (found instanceof HTMLDetailsElement) { found.open = true; found.scrollIntoView(); }
}

for (const button of document.querySelectorAll("[data-language]"))
  button.addEventListener("click", () => { localStorage.setItem(KEPT, button.dataset.language); draw(button.dataset.language); });
addEventListener("hashchange", open);
draw(preferred());
open();
