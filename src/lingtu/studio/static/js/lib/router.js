// Pages by the address' fragment: #/history/123?status=failed
import { signal } from "./html.js";

function read() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [page = "", ...rest] = path.split("/").filter(Boolean).map(decodeURIComponent);
  return { page, rest, query: new URLSearchParams(query) };
}

/** Where we are: the page's name, what follows it in the path, and the query. */
export const route = signal(read());

addEventListener("hashchange", () => {
  route.value = read();
});

export function go(path) {
  location.hash = path;
}

/** Go without a step in the browser's history: for secrets in addresses, and redirects. */
export function replace(path) {
  history.replaceState(null, "", path);
  route.value = read();
}
