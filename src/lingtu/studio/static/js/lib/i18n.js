// Words in two languages. Both dictionaries have the same keys; a test compares them.
import { effect, signal } from "./html.js";
import { recall, remember } from "./memory.js";
import en from "../i18n/en.js";
import zh from "../i18n/zh.js";

const DICTIONARIES = { zh, en };
const LOCALES = { zh: "zh-CN", en: "en" };

const first = recall("language") ?? (/^zh/i.test(navigator.language) ? "zh" : "en");

/** "zh" or "en". */
export const language = signal(first in DICTIONARIES ? first : "en");

effect(() => {
  document.documentElement.lang = LOCALES[language.value];
});

export function setLanguage(value) {
  language.value = value;
  remember("language", value);
}

/** The words of a key; {name} in them stands for a value. */
export function t(key, values = {}) {
  const words = DICTIONARIES[language.value][key];
  if (words === undefined) throw new Error(`no words for ${key}`);
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** The words of a key that may not be there: names that a newer server has. */
export const tOr = (key, other) => DICTIONARIES[language.value][key] ?? other;

export const locale = () => LOCALES[language.value];

export const formatNumber = (value, options) => new Intl.NumberFormat(locale(), options).format(value);

/** A moment (RFC 3339) as day and time here. */
export function formatTime(moment) {
  if (!moment) return "–";
  return new Intl.DateTimeFormat(locale(), { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(new Date(moment));
}

/** Seconds as people say them: "340 ms", "2.4 s", "3 min 5 s". */
export function formatSeconds(seconds) {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return "–";
  if (seconds < 0.995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export function formatBytes(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
