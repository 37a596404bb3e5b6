/** An element of the page: attributes by name, functions of the name on… are listeners, children are texts or elements. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false && value !== undefined) made.setAttribute(key, value === true ? "" : value);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const code = (text) => element("code", {}, text);
export const pre = (value) => element("pre", { tabindex: "0" }, typeof value === "string" ? value : JSON.stringify(value, null, 2));

export function table(heads, rows) {
  const head = element("thead", {}, element("tr", {}, heads.map((text) => element("th", { scope: "col" }, text))));
  const body = element("tbody", {}, rows.map((row) => element("tr", {}, row.map((cell) => element("td", {}, ...[cell].flat())))));
  return element("table", { tabindex: "0" }, head, body);
}
