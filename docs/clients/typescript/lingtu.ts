// Signed calls of the lingtu API, typed, without packages at run time; Node 18 or newer, Deno, Bun.
// tsc --target es2022 --module nodenext lingtu.ts && node lingtu.js mug.jpg mug.png   (Node from 22.18 on: node lingtu.ts)
import { createHash, randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";

export type Status = "waiting" | "executing" | "succeed" | "failed" | "Canceled";

export interface Job {
  jobId: string;
  requestId: string;
  operation: string;
  status: Status;
  /** Why it failed, or a note. */
  message: string | null;
  /** Of a failed job. */
  code: number | null;
  /** Links of the results; they work until expiresAt. */
  urls: string[];
  formats: string[];
  seed: number;
  /** 0 to 1. */
  progress: number;
  queuePosition: number | null;
  expiresAt: string | null;
}

export interface Matting {
  image: string;
  type?: 0 | 1;
  formats?: ("png" | "psd")[];
}

export interface ChangeBackground {
  width: number;
  height: number;
  goods: { url: string } & ({ x: number; y: number; width: number; height: number } | { autoPlace: true });
  background: { bgId: string; url?: string; mask?: string } | { url: string; mask?: string };
  num?: 1 | 2 | 4;
  productSmartColor?: boolean;
  referenceStrong?: boolean;
}

export class LingtuError extends Error {
  code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** path: as it is sent, without the query. */
export function sign(appId: string, secret: string, path: string, salt: string, timestamp: string): string {
  return createHash("sha256").update(appId + path + salt + timestamp + secret).digest("hex");
}

export class Lingtu {
  private url: string;
  private appId: string;
  private secret: string;

  constructor(url: string, appId: string, secret: string) {
    this.url = url.replace(/\/$/, "");
    this.appId = appId;
    this.secret = secret;
  }

  async upload(picture: Uint8Array): Promise<string> {
    return (await this.call<{ url: string }>("/aigc/upload", picture)).url;
  }

  /** The same requestId gives the same job, charged once: send it again after a network error. */
  matting(fields: Matting, requestId: string = randomUUID()): Promise<string> {
    return this.call("/aigc/matting", { requestId, ...fields });
  }

  changeBackground(fields: ChangeBackground, requestId: string = randomUUID()): Promise<string> {
    return this.call("/aigc/synthesis/change-background", { requestId, ...fields });
  }

  /** Resolves with the job at its successful end. */
  async wait(jobId: string, onProgress: (job: Job) => void = () => {}): Promise<Job> {
    for (;;) {
      const job = await this.call<Job>("/aigc/job/result", { jobId });
      onProgress(job);
      if (job.status === "succeed") return job;
      if (job.status !== "waiting" && job.status !== "executing") {
        throw new LingtuError(job.code ?? 0, job.message ?? job.status);
      }
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  /** A signed call: GET without a body, else POST. No salt may be used twice: to try again is to sign again. */
  async call<T>(path: string, body?: object): Promise<T> {
    const salt = randomUUID();
    const timestamp = String(Math.floor(Date.now() / 1000));
    const answer = await fetch(this.url + path, {
      method: body ? "POST" : "GET",
      headers: {
        appId: this.appId,
        salt,
        timestamp,
        sign: sign(this.appId, this.secret, path, salt, timestamp),
        "Content-Type": "application/json",
      },
      body: body instanceof Uint8Array ? (body as BodyInit) : body && JSON.stringify(body),
    });
    const value = await answer.json();
    if (!answer.ok) throw new LingtuError(value.code, value.message);
    return value as T;
  }
}

async function main(picture: string, output: string): Promise<void> {
  const { LINGTU_URL, LINGTU_APP_KEY, LINGTU_APP_SECRET } = process.env;
  const lingtu = new Lingtu(LINGTU_URL!, LINGTU_APP_KEY!, LINGTU_APP_SECRET!);
  const jobId = await lingtu.matting({ image: await lingtu.upload(await readFile(picture)) });
  const job = await lingtu.wait(jobId, ({ status, progress }) => console.error(status, progress));
  const result = await fetch(job.urls[0]!);
  await writeFile(output, new Uint8Array(await result.arrayBuffer()));
  console.log(output);
}

if (process.argv[1]?.match(/lingtu\.[jt]s$/)) await main(process.argv[2]!, process.argv[3]!);
