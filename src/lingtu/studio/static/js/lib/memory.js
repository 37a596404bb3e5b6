// What the browser keeps for this page; nothing secret. Storage may be forbidden: then nothing is kept.
const PREFIX = "lingtu.";

export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // only comfort is lost
  }
}
