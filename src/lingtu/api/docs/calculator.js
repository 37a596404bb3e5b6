// The signature calculator: everything happens in this page, nothing typed here is sent or kept.
import { element } from "./html.js";
import { freshSalt, headersOf, signedText } from "./signing.js";

const now = () => String(Math.floor(Date.now() / 1000));
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

export function calculator(t, base) {
  const fields = {};
  const field = (name, label, control, ...more) => {
    fields[name] = control;
    return element("label", { class: name === "body" ? "wide" : "" }, label, more.length ? element("span", { class: "row" }, control, ...more) : control);
  };
  const choice = (...values) => element("select", {}, values.map((value) => element("option", { value }, value)));
  const line = (value) => element("input", { value, spellcheck: "false", autocomplete: "off" });
  const again = (name, make) => element("button", { type: "button", onclick: () => { fields[name].value = make(); show(); } }, t("fresh"));
  const text = element("output"), headers = element("output", { id: "headers" }), curl = element("output");
  const show = () => {
    const call = Object.fromEntries(Object.entries(fields).map(([name, control]) => [name, control.value]));
    if (call.method === "GET") call.body = "";
    text.textContent = signedText(call);
    const signed = headersOf(call);
    headers.textContent = Object.entries(signed).map(([name, value]) => `${name}: ${value}`).join("\n");
    const url = base + call.path + (call.query ? `?${call.query}` : "");
    const parts = [`curl ${quoted(url)}`, ...Object.entries(signed).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)];
    if (call.method === "POST") parts.push("-H 'Content-Type: application/json'", `--data-binary ${quoted(call.body)}`);
    curl.textContent = parts.join(" \\\n  ");
  };
  const form = element(
    "form",
    { oninput: show, onsubmit: (event) => event.preventDefault() },
    field("version", "signVersion", choice("1", "2")),
    field("method", t("method"), choice("POST", "GET")),
    field("path", t("path"), line("/aigc/job/result")),
    field("query", t("query"), line("")),
    field("appId", "appId", line("test")),
    field("secret", t("secret"), line("secret")),
    field("salt", "salt", line(freshSalt()), again("salt", freshSalt)),
    field("timestamp", "timestamp", line(now()), again("timestamp", now)),
    field("body", t("body"), element("textarea", { rows: "4", spellcheck: "false" }, '{"jobId":"123456789012345"}')),
  );
  show();
  const labelled = (label, output) => [element("h4", {}, label), output];
  return [form, ...labelled(t("signedText"), text), ...labelled(t("headers"), headers), ...labelled("curl", curl)];
}
