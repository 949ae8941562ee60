import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type LimitsInput, limitsSchema } from "@/lib/core/limits/limits";
import { CODE_TARGETS } from "@/lib/core/presets/code-targets";
import { type SimulatorSettings, startSimulator } from "@/tests/e2e/support/simulator";

/** What a request may be late or early by, between taking its permit and being sent; what the machine was late by comes on top. */
const SLACK_MS = 60;
const FAULTS = { error500: 0.25, error503: 0.1 };
const RETRY = { attempts: 4, baseDelayMs: 20, maxDelayMs: 200 };

interface Scene {
  readonly what: string;
  readonly limits: LimitsInput;
  readonly calls: number;
  readonly provider: SimulatorSettings;
}
const SCENES: readonly Scene[] = [
  {
    what: "a usual preset",
    limits: { requestsPerSecond: 20, burst: 5, concurrency: 9, retry: RETRY },
    calls: 30,
    provider: { latencyMedianMs: 60, faults: FAULTS },
  },
  {
    what: "burst 1",
    limits: { requestsPerSecond: 10, burst: 1, concurrency: 3, retry: { ...RETRY, jitter: "none" } },
    calls: 12,
    provider: { latencyMedianMs: 60, faults: FAULTS },
  },
  {
    what: "0.5 requests a second",
    limits: { requestsPerSecond: 0.5, burst: 3, concurrency: 2, retry: RETRY },
    calls: 4,
    provider: { latencyMedianMs: 20, limits: { requestsPerSecond: 0.5, burst: 1 } },
  },
  {
    what: "50 requests a second",
    limits: { requestsPerSecond: 50, burst: 10, concurrency: 12, retry: RETRY },
    calls: 90,
    provider: { latencyMedianMs: 40, faults: FAULTS },
  },
  {
    what: "a provider that allows less and asks for a second's wait",
    limits: { requestsPerSecond: 30, burst: 6, concurrency: 6, retry: { ...RETRY, attempts: 6 } },
    calls: 24,
    provider: { latencyMedianMs: 20, limits: { requestsPerSecond: 15, burst: 4 }, retryAfter: 1 },
  },
];

// Inside the project, so that the code finds its libraries.
const folder = path.resolve("node_modules/.cache/evalpace");
mkdirSync(folder, { recursive: true });
const home = mkdtempSync(path.join(folder, "code-"));

/** When each request was sent, by the server that it went to. */
const sent = new Map<string, number[]>();
const plainFetch = globalThis.fetch;
beforeAll(() => {
  process.env.OPENAI_API_KEY = "sk-none";
  globalThis.fetch = (input, init) => {
    const { origin } = new URL(input instanceof Request ? input.url : input);
    sent.set(origin, [...(sent.get(origin) ?? []), performance.now()]);
    return plainFetch(input, init);
  };
});
afterAll(() => {
  globalThis.fetch = plainFetch;
  rmSync(home, { recursive: true, force: true });
});

/** Writes the code to a file of its own, and loads it. */
async function load(id: string, limits: LimitsInput, name: string): Promise<unknown> {
  return import(/* @vite-ignore */ write(id, limits, name));
}
function write(id: string, limits: LimitsInput, name: string): string {
  const target = CODE_TARGETS.find((each) => each.id === id);
  if (target === undefined) throw new Error(`no target ${id}`);
  const source = { slug: "p", n: 1, author: "Ana", createdAt: "2026-01-31T14:05:00.000Z" };
  const file = path.join(home, `${name}-${target.fileName}`);
  writeFileSync(file, target.generate({ ...source, limits: limitsSchema.parse(limits) }).text);
  return file;
}

type Limited = <T>(call: () => Promise<T>) => Promise<T>;
const withLimited = z.object({ limited: z.custom<Limited>((value) => typeof value === "function") });
const withAsk = z.object({
  ask: z.custom<(input: string) => Promise<unknown>>((value) => typeof value === "function"),
});

/** A call for a prompt, within the limits of the loaded code. */
async function caller(id: string, { limits }: Scene, name: string, baseUrl: string) {
  if (id === "js") {
    process.env.OPENAI_BASE_URL = baseUrl;
    return withAsk.parse(await load(id, limits, name)).ask;
  }
  const { limited } = withLimited.parse(await load(id, limits, name));
  const client = new OpenAI({ baseURL: baseUrl, maxRetries: 0 });
  return (content: string) =>
    limited(() => client.chat.completions.create({ model: "sim-small", messages: [{ role: "user", content }] }));
}

/** How many starts are over `burst + rps · t` in the worst of all windows; 0 or less: none. */
function worstExcess(times: readonly number[], burst: number, rps: number, slackMs: number): number {
  let worst = Number.NEGATIVE_INFINITY;
  times.forEach((from, first) => {
    times.slice(first).forEach((to, count) => {
      worst = Math.max(worst, count + 1 - burst - (rps * (to - from + slackMs)) / 1000);
    });
  });
  return worst;
}

describe.each(["ts", "js"])("code for %s", (id) => {
  it.each(SCENES)("keeps the limits of $what, retries included", async (scene) => {
    const limits = limitsSchema.parse(scene.limits);
    const simulator = await startSimulator(scene.provider);
    try {
      const ask = await caller(id, scene, `${id}${SCENES.indexOf(scene)}`, simulator.baseUrl);
      const prompts = Array.from({ length: scene.calls }, (_, at) => `What is ${at} + 1?`);
      const late = monitorEventLoopDelay({ resolution: 5 });
      late.enable();
      const answers = await Promise.allSettled(prompts.map((prompt) => ask(prompt)));
      late.disable();
      const slackMs = SLACK_MS + (2 * late.max) / 1e6;
      const times = sent.get(new URL(simulator.baseUrl).origin) ?? [];
      const stats = simulator.stats();
      expect(worstExcess(times, limits.burst, limits.requestsPerSecond, slackMs)).toBeLessThanOrEqual(0);
      expect(stats.maxInFlight).toBeLessThanOrEqual(limits.concurrency);
      // Something was tried again, by this code and by nothing below it.
      expect(stats.requests).toBeGreaterThan(scene.calls);
      expect(stats.requests).toBe(times.length);
      const most = Math.max(...Object.keys(stats.attemptsByPrompt).map(Number));
      expect(most).toBeLessThanOrEqual(limits.retry.attempts);
      expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(stats.ok);
      expect(stats.ok).toBeGreaterThan(scene.calls / 2);
    } finally {
      await simulator.close();
    }
  });
});

describe("what is no use to repeat", () => {
  it("is tried once, and a Retry-After is waited for where it is longer than the backoff", async () => {
    const { limited } = withLimited.parse(
      await load("ts", { requestsPerSecond: 100, burst: 10, concurrency: 5, retry: RETRY }, "errors"),
    );
    let tried = 0;
    const refuse = (error: object) => () => {
      tried += 1;
      return Promise.reject(error);
    };
    await expect(limited(refuse({ status: 400 }))).rejects.toEqual({ status: 400 });
    expect(tried).toBe(1);
    const since = performance.now();
    const asked = { status: 429, headers: new Headers({ "retry-after-ms": "250" }) };
    await expect(limited(refuse(asked))).rejects.toBe(asked);
    expect(tried).toBe(1 + RETRY.attempts);
    expect(performance.now() - since).toBeGreaterThanOrEqual(3 * 250);
  });
});

describe("the TypeScript", () => {
  it("is strict", () => {
    const file = write(
      "ts",
      { requestsPerSecond: 5, burst: 10, concurrency: 8, retry: { giveUpAfterMs: 60_000 } },
      "strict",
    );
    const flags =
      "--noEmit --strict --skipLibCheck --ignoreConfig --module nodenext --lib es2022,dom --types node".split(" ");
    const checked = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", ...flags, file], {
      encoding: "utf8",
    });
    expect(checked.stdout + checked.stderr).toBe("");
    expect(checked.status).toBe(0);
  });
});
