// The one door to the vendored libraries for drawing.
import { h, render, Fragment } from "../../vendor/preact.mjs";
import htm from "../../vendor/htm.mjs";

export { h, render, Fragment };
export { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, useCallback } from "../../vendor/hooks.mjs";
export { batch, computed, effect, signal, untracked, useSignal, useComputed } from "../../vendor/signals.mjs";

/** Tagged template that makes elements. */
export const html = htm.bind(h);

/** Class names that are true, joined. */
export const classes = (...names) => names.filter(Boolean).join(" ");
