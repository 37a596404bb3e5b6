// The calls, from the OpenAPI document.
import { code, element, pre, table } from "./html.js";
import { CALLS, meaningOf } from "./meanings.js";

export const callsOf = (page) =>
  Object.entries(page.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => ({ path, method: method.toUpperCase(), ...call, id: `call-${call.operationId}` })));

/** One call, folded up; `example`: a body, if it takes one. */
export function reference(t, page, call, example) {
  const resolve = (schema) => (schema?.$ref ? page.components.schemas[schema.$ref.split("/").pop()] : schema);
  const body = call.requestBody?.content, answer = call.responses[200]?.content;
  const refusals = Object.entries(call.responses).filter(([status]) => status !== "200");
  return element(
    "details",
    { id: call.id },
    element("summary", {}, element("b", {}, call.method), code(call.path), " ", element("span", {}, summaryOf(t, call), call.security.length ? "" : ` · ${t("unsigned")}`)),
    parameters(t, call),
    body ? [element("h4", {}, t("body")), content(t, body, resolve)] : null,
    example ? [element("h4", {}, t("example")), pre(example)] : null,
    answer ? [element("h4", {}, t("answer")), content(t, answer, resolve)] : null,
    element("h4", {}, t("refusals")),
    table(["HTTP", t("codes"), t("words")], refusals.map(([status, refusal]) => [status, codesOf(refusal).join(", "), refusal.description])),
  );
}

const summaryOf = (t, call) => CALLS[call.operationId]?.[t.index] ?? call.summary;

function parameters(t, call) {
  const own = call.parameters.filter((one) => one.in !== "header");
  return own.length ? [element("h4", {}, t("parameters")), table([t("name"), t("place"), t("type")], own.map((one) => [code(one.name), one.in, typeOf(one.schema)]))] : null;
}

function content(t, types, resolve) {
  const schema = types["application/json"]?.schema;
  if (!schema) return element("p", {}, Object.keys(types).map((type) => [code(type), " "]).flat());
  const whole = resolve(schema);
  const inner = Object.entries(whole.properties ?? {}).flatMap(([name, part]) => nested(part).map((found) => [name, found]));
  const parts = inner.filter(([, found]) => resolve(found).properties);
  return element("div", {}, fields(t, whole, nameOf(schema)), parts.map(([name, found]) => [element("h4", {}, code(name)), fields(t, resolve(found), nameOf(found))]).flat());
}

const nameOf = (schema) => schema.$ref?.split("/").pop() ?? "";

/** References to the objects that a field holds. */
function nested(schema) {
  const options = [schema, ...(schema.anyOf ?? []), schema.items, ...(schema.anyOf ?? []).map((one) => one.items)];
  return options.filter((one) => one?.$ref);
}

function fields(t, schema, of) {
  if (!schema.properties) return pre(typeOf(schema));
  const needed = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties).map(([name, part]) => [
    code(name), typeOf(part), needed.has(name) ? t("yes") : part.default === undefined ? "" : `${t("default")} ${JSON.stringify(part.default)}`,
    meaningOf(t.index, of, name, part.description),
  ]);
  return table([t("name"), t("type"), t("required"), t("meaning")], rows);
}

/** A schema in a few words. */
export function typeOf(schema) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return shortened(schema.enum.filter((value) => value !== "" && value !== null).map(String)).join(" | ") || "–";
  if (schema.anyOf) return [...new Set(schema.anyOf.map((one) => typeOf(one)).filter((word) => word !== "–"))].join(" | ");
  if (schema.type === "array") return `${typeOf(schema.items)}[]`;
  const limits = [schema.minimum !== undefined ? `≥ ${schema.minimum}` : "", schema.maximum !== undefined ? `≤ ${schema.maximum}` : "",
    schema.exclusiveMaximum !== undefined ? `< ${schema.exclusiveMaximum}` : "", schema.maxLength !== undefined ? `≤ ${schema.maxLength} chars` : ""];
  const word = schema.type ?? (schema.pattern || schema.maxLength ? "string" : "any");
  return [[word].flat().join(" | "), ...limits.filter(Boolean)].join(", ");
}

const shortened = (words) => (words.length > 8 ? [...words.slice(0, 6), `… (${words.length})`] : words);

const codesOf = (refusal) =>
  (refusal.content?.["application/json"]?.schema?.allOf ?? []).flatMap((part) => part.properties?.code?.enum ?? []);
