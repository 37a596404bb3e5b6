// The signatures of calls, as the server checks them.
import { hex, hmac, sha256 } from "./sha256.js";

/** What is hashed, for people to compare with what their own program hashes; the secret of v1 is part of it. */
export function signedText(call) {
  if (call.version === "1") return call.appId + call.path + call.salt + call.timestamp + call.secret;
  const parts = ["LT2-HMAC-SHA256", call.method, call.path, call.query, call.appId, call.salt, call.timestamp, hex(sha256(call.body))];
  return parts.join("\n");
}

export function signOf(call) {
  return hex(call.version === "1" ? sha256(signedText(call)) : hmac(call.secret, signedText(call)));
}

export function headersOf(call) {
  const { appId, timestamp, salt } = call;
  return { appId, timestamp, salt, sign: signOf(call), ...(call.version === "2" ? { signVersion: "2" } : {}) };
}

/** A salt that nobody has used: of the browser's random numbers. */
export const freshSalt = () => hex(crypto.getRandomValues(new Uint8Array(16)));
