import { signal } from "./html.js";
import { recall, remember } from "./memory.js";

const system = matchMedia("(prefers-color-scheme: dark)");
const systemTheme = () => (system.matches ? "dark" : "light");
let chosen = recall("theme");

/** "light" or "dark", as it is shown now. */
export const theme = signal(chosen ?? systemTheme());

system.addEventListener("change", () => {
  if (!chosen) theme.value = systemTheme();
});

export function setTheme(value) {
  chosen = value;
  theme.value = value;
  document.documentElement.dataset.theme = value;
  remember("theme", value);
}
