// SHA-256 and HMAC (FIPS 180-4, RFC 2104) by hand: browsers keep their own to https pages, and this page is also read on plain http.

const bytesOf = (text) => (typeof text === "string" ? new TextEncoder().encode(text) : text);
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The first 32 bits of the fractional parts of the square (cube) roots of the first primes, as the standard has them. */
function constants(count, root) {
  const found = [];
  for (let n = 2; found.length < count; n += 1) {
    let prime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) prime = false;
    if (prime) found.push(fraction(n, root));
  }
  return found;
}

/** floor(frac(n^(1/root)) · 2^32), exactly: an integer root of n · 2^(32 root). */
function fraction(n, root) {
  const power = BigInt(root), target = BigInt(n) << (32n * power);
  let low = 0n, high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= target) low = middle; else high = middle;
  }
  return Number(low & 0xffffffffn);
}

const START = constants(8, 2), ROUND = constants(64, 3);
const turn = (word, count) => (word >>> count) | (word << (32 - count));

/** The 32 bytes of the digest of a text (as UTF-8) or of bytes. */
export function sha256(message) {
  const given = bytesOf(message);
  const padded = new Uint8Array((((given.length + 8) >> 6) + 1) << 6);
  padded.set(given);
  padded[given.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(given.length / 0x20000000));
  view.setUint32(padded.length - 4, given.length << 3);
  const state = Uint32Array.from(START), w = new Uint32Array(64);
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i += 1) w[i] = view.getUint32(at + 4 * i);
    for (let i = 16; i < 64; i += 1) {
      const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] += word; });
  }
  const digest = new Uint8Array(32), out = new DataView(digest.buffer);
  state.forEach((word, i) => out.setUint32(4 * i, word));
  return digest;
}

/** The 32 bytes of HMAC-SHA256. */
export function hmac(key, message) {
  const given = bytesOf(key), block = new Uint8Array(64);
  block.set(given.length > 64 ? sha256(given) : given);
  const joined = (pad, rest) => Uint8Array.from([...block.map((byte) => byte ^ pad), ...rest]);
  return sha256(joined(0x5c, sha256(joined(0x36, bytesOf(message)))));
}
