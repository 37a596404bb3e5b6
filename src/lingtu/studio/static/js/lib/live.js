import { useEffect, useState } from "./html.js";
import { attempt, say, wordsOf } from "./store.js";

/** What a call answers, asked again every `everyMs` while the page is seen; null before the first answer. */
export function useLive(read, everyMs, ...watched) {
  const [value, setValue] = useState(null);
  const again = () => attempt(async () => setValue(await read()));
  useEffect(() => {
    let over = false;
    let failing = false;
    const ask = async () => {
      if (document.hidden) return;
      try {
        const answer = await read();
        failing = false;
        if (!over) setValue(answer);
      } catch (error) {
        if (!failing && !over) say(wordsOf(error), "bad"); // once, not at every try
        failing = true;
      }
    };
    ask();
    const timer = setInterval(ask, everyMs);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, watched);
  return [value, again];
}
