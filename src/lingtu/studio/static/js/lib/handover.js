// A picture on its way from one page to another: a result that becomes an input.
import { useEffect } from "./html.js";
import { go } from "./router.js";

let waiting = null;

/** Take a picture to a page. `slot` says as what: "product", "background", "model", "image". */
export function handOver(page, slot, url, name) {
  waiting = { page, slot, url, name };
  go(`#/${page}`);
  if (listener) listener();
}

let listener = null;

/** Give `take` what is handed to a page as { slot, file }, once each: before it opens, and while it is open. */
export function useHandedOver(page, take) {
  useEffect(() => {
    const look = async () => {
      const given = await received(page);
      if (given) await take(given);
    };
    look();
    listener = look;
    return () => {
      listener = null;
    };
  }, []);
}

async function received(page) {
  if (waiting?.page !== page) return null;
  const { slot, url, name } = waiting;
  waiting = null;
  const answer = await fetch(url);
  if (!answer.ok) return null;
  const blob = await answer.blob();
  return { slot, file: new File([blob], name, { type: blob.type }) };
}
