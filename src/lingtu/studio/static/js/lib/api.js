// The studio's server. Addresses are relative: a proxy may put a prefix before them.
import { language } from "./i18n.js";

/** An answer that isn't a success, in the server's words; status 0: it was not reached. */
export class ApiError extends Error {
  constructor(status, message, code = status) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

let csrf = "";
let onSignedOut = () => {};

/** What to do when a call finds that the session is over. */
export function watchSession(listener) {
  onSignedOut = listener;
}

async function call(method, path, { body, raw, query, signal } = {}) {
  const headers = { "Accept-Language": language.value };
  if (method !== "GET" && csrf) headers["X-Lingtu-CSRF"] = csrf;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (raw) headers["Content-Type"] = raw.type || "application/octet-stream";
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const search = given.length ? `?${new URLSearchParams(given)}` : "";
  let answer;
  try {
    answer = await fetch(`api/${path}${search}`, { method, headers, body: raw ?? (body === undefined ? undefined : JSON.stringify(body)), signal, credentials: "same-origin" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, "");
  }
  if (answer.status === 204) return null;
  const value = await answer.json().catch((error) => {
    if (error.name === "AbortError") throw error; // the page has turned to something else
    return null;
  });
  if (answer.ok) return value;
  if (answer.status === 401 && path !== "session") onSignedOut();
  throw new ApiError(answer.status, value?.message ?? "", value?.code);
}

const get = (path, query, signal) => call("GET", path, { query, signal });
const post = (path, body = {}) => call("POST", path, { body });

/** Remembers the session's token against forged requests. */
function opened(session) {
  csrf = session.csrf;
  return session;
}

export const session = {
  read: async () => opened(await get("session")),
  open: async (token) => opened(await post("session", { token })),
  pick: async (app) => opened(await call("PUT", "session", { body: { app } })),
  close: () => call("DELETE", "session"),
};

export const galleries = () => get("galleries");
export const upload = (blob) => call("POST", "uploads", { raw: blob });

export const jobs = {
  submit: (operation, params) => post(`jobs/${operation}`, { requestId: crypto.randomUUID?.() ?? randomId(), ...params }),
  page: (query, signal) => get("jobs", query, signal),
  read: (id, signal) => get(`jobs/${id}`, undefined, signal),
  cancel: (id) => post(`jobs/${id}/cancel`),
  remove: (id) => call("DELETE", `jobs/${id}`),
  asCall: (id, sign) => get(`jobs/${id}/call`, { sign }),
};

export const admin = {
  apps: () => get("admin/apps"),
  createApp: (app) => post("admin/apps", app),
  quota: (id, change) => post(`admin/apps/${encodeURIComponent(id)}/quota`, change),
  ledger: (id, cursor) => get(`admin/apps/${encodeURIComponent(id)}/ledger`, { cursor, limit: 50 }),
  limits: (id, limits) => post(`admin/apps/${encodeURIComponent(id)}/limits`, limits),
  enable: (id, enabled) => post(`admin/apps/${encodeURIComponent(id)}/enabled`, { enabled }),
  rotate: (id) => post(`admin/apps/${encodeURIComponent(id)}/secret`),
  link: (app) => post("admin/links", { app }),
  queue: () => get("admin/queue"),
  failures: (hours) => get("admin/failures", { hours }),
  series: (hours) => get("admin/series", { hours }),
  addBackground: (query, blob) => call("POST", "admin/gallery/backgrounds", { query, raw: blob }),
  addFace: (query, blob) => call("POST", "admin/gallery/faces", { query, raw: blob }),
  removeEntry: (kind, id) => call("DELETE", `admin/gallery/${kind}/${encodeURIComponent(id)}`),
};

/** randomUUID is there only on https and loopback. */
function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
