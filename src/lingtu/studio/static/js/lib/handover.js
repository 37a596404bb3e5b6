// A picture on its way from one page to another: a result that becomes an input.
import { go } from "./router.js";

let waiting = null;

/** Take a picture to a page. `slot` says as what: "product", "background", "model", "image". */
export function handOver(page, slot, url, name) {
  waiting = { page, slot, url, name };
  go(`#/${page}`);
  if (listener) listener();
}

let listener = null;

/** What was handed to this page, once: { slot, file }, or null. */
export async function received(page) {
  if (waiting?.page !== page) return null;
  const { slot, url, name } = waiting;
  waiting = null;
  const answer = await fetch(url);
  if (!answer.ok) return null;
  const blob = await answer.blob();
  return { slot, file: new File([blob], name, { type: blob.type }) };
}

/** Called when something is handed over while its page is already open. */
export function onHandOver(action) {
  listener = action;
  return () => {
    listener = null;
  };
}
