// What all pages share: who is signed in, the galleries, and messages that pop up.
import * as api from "./api.js";
import { signal } from "./html.js";
import { t } from "./i18n.js";

/** undefined: not asked yet; null: nobody is signed in. */
export const session = signal(undefined);

/** { backgrounds, faces }, or null until they are there. */
export const galleries = signal(null);

/** [{ id, kind: "info" | "bad", words }] */
export const toasts = signal([]);

let counter = 0;

export function say(words, kind = "info") {
  const toast = { id: ++counter, kind, words };
  toasts.value = [...toasts.value.slice(-3), toast];
  setTimeout(() => hush(toast.id), kind === "bad" ? 12_000 : 5_000);
}

export function hush(id) {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** An error in words for people. */
export function wordsOf(error) {
  if (error.key) return t(error.key);
  if (error instanceof api.ApiError) {
    if (error.status === 0) return t("error.unreachable");
    return error.message || t("error.status", { status: error.status });
  }
  console.error(error);
  return t("error.own", { message: error.message });
}

/** Do something; tell it if it goes wrong. Whether it went well. */
export async function attempt(action) {
  try {
    await action();
    return true;
  } catch (error) {
    if (error.name !== "AbortError") say(wordsOf(error), "bad");
    return false;
  }
}

api.watchSession(() => {
  session.value = null;
});

export async function loadSession() {
  try {
    session.value = await api.session.read();
  } catch (error) {
    session.value = null;
    if (error.status !== 401) say(wordsOf(error), "bad");
  }
}

/** Read again what is left, after something was spent. */
export async function refreshSession() {
  await attempt(async () => {
    session.value = await api.session.read();
  });
}

export async function loadGalleries(again = false) {
  if (galleries.value && !again) return;
  await attempt(async () => {
    galleries.value = await api.galleries();
  });
}

export const offers = (operation) => session.value?.operations.includes(operation) ?? false;
