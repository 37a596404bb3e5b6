// Signed calls of the lingtu API without packages; Node 18 or newer.
// LINGTU_URL=http://127.0.0.1:8000 LINGTU_APP_KEY=A LINGTU_APP_SECRET=S node lingtu.mjs mug.jpg mug.png
import { createHash, randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

/** path: as it is sent, without the query. */
export function sign({ appId, secret, path, salt, timestamp }) {
  return createHash("sha256").update(appId + path + salt + timestamp + secret).digest("hex");
}

export class Lingtu {
  constructor(url, appId, secret) {
    Object.assign(this, { url: url.replace(/\/$/, ""), appId, secret });
  }

  /** A signed call: GET without a body, else POST. No salt may be used twice: to try again is to sign again. */
  async call(path, body) {
    const salt = randomUUID();
    const timestamp = String(Math.floor(Date.now() / 1000));
    const headers = { appId: this.appId, salt, timestamp, "Content-Type": "application/json" };
    headers.sign = sign({ appId: this.appId, secret: this.secret, path, salt, timestamp });
    const data = body === undefined || body instanceof Uint8Array ? body : JSON.stringify(body);
    const answer = await fetch(this.url + path, { method: data === undefined ? "GET" : "POST", headers, body: data });
    const value = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(value.message), { code: value.code });
    return value;
  }

  /** Resolves with the job at its successful end. */
  async wait(jobId) {
    for (;;) {
      const job = await this.call("/aigc/job/result", { jobId });
      if (job.status === "succeed") return job;
      if (!["waiting", "executing"].includes(job.status)) throw new Error(job.message ?? job.status);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

async function main(picture, output) {
  const { LINGTU_URL, LINGTU_APP_KEY, LINGTU_APP_SECRET } = process.env;
  const lingtu = new Lingtu(LINGTU_URL, LINGTU_APP_KEY, LINGTU_APP_SECRET);
  const { url } = await lingtu.call("/aigc/upload", await readFile(picture));
  // Sent again with the same requestId after a network error, this gives the same job, charged once.
  const jobId = await lingtu.call("/aigc/matting", { requestId: randomUUID(), image: url });
  const job = await lingtu.wait(jobId);
  const result = await fetch(job.urls[0]);
  await writeFile(output, new Uint8Array(await result.arrayBuffer()));
  console.log(output);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(...process.argv.slice(2));
