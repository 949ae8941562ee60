import { describe, expect, it } from "vitest";
import { drawFate } from "@/lib/providers/simulated/draw-fate";
import { seededChance } from "@/lib/providers/simulated/seeded-chance";
import { answerOf, type SettingsInput, settingsOf, statusOf, VirtualSimulator } from "./virtual-simulator";

const FAULTY: SettingsInput = {
  latencyMedianMs: 10,
  faults: { error500: 0.1, error503: 0.1, error529: 0.1, reset: 0.1, timeout: 0.1 },
};

/** How each of `n` requests ended, sent one after the other. */
async function fates(input: SettingsInput, n: number): Promise<(number | string)[]> {
  const simulator = new VirtualSimulator(input);
  const ends: (number | string)[] = [];
  for (let i = 0; i < n; i += 1) {
    const client = new AbortController();
    const reply = simulator.send(`case ${i}`, { signal: client.signal });
    await simulator.advanceTo(simulator.nowMs + 100_000);
    client.abort();
    ends.push(statusOf(await reply));
  }
  return ends;
}

describe("chance", () => {
  it("repeats by the seed, and differs with another one", async () => {
    const first = await fates({ ...FAULTY, seed: 7 }, 200);
    expect(await fates({ ...FAULTY, seed: 7 }, 200)).toEqual(first);
    expect(await fates({ ...FAULTY, seed: 8 }, 200)).not.toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 500, 503, 529, "reset", "abandoned"]));
  });

  it("does not depend on how many requests were refused in between", async () => {
    const simulator = new VirtualSimulator({ ...FAULTY, limits: { requestsPerSecond: 1, burst: 1 } });
    const ends: (number | string)[] = [];
    for (let i = 0; i < 50; i += 1) {
      const client = new AbortController();
      const reply = simulator.send(`case ${i}`, { signal: client.signal });
      expect(statusOf(await simulator.send("too soon"))).toBe(429);
      await simulator.advanceTo(simulator.nowMs + 100_000);
      client.abort();
      ends.push(statusOf(await reply));
    }
    expect(ends).toEqual(await fates(FAULTY, 50));
  });

  it("gives the shares, the median and the 95th percentile that the settings name", () => {
    const settings = settingsOf({ latencyMedianMs: 200, latencyP95Ratio: 2, faults: { error500: 0.02, reset: 0.01 } });
    const n = 20_000;
    const drawn = Array.from({ length: n }, (_, i) => drawFate(settings, seededChance(1, i)));
    const share = (fault: string) => drawn.filter((d) => d.fault === fault).length / n;
    expect(share("error500")).toBeCloseTo(0.02, 2);
    expect(share("reset")).toBeCloseTo(0.01, 2);
    const latencies = drawn.map((d) => d.latencyMs).toSorted((a, b) => a - b);
    expect((latencies[n / 2] ?? 0) / 200).toBeCloseTo(1, 1);
    expect((latencies[n * 0.95] ?? 0) / 400).toBeCloseTo(1, 1);
  });
});

describe("refusals", () => {
  const limits = { requestsPerSecond: 4, burst: 1 };

  it.each([
    ["due", "openai", { "retry-after-ms": "250", "retry-after": "1" }],
    ["due", "none", { "retry-after-ms": "250", "retry-after": "1" }],
    [7, "openai", { "retry-after-ms": "7000", "retry-after": "7" }],
    [7, "anthropic", { "retry-after": "7" }],
    ["none", "openai", {}],
    ["due", "gemini", {}],
  ] as const)("name the wait %s in the dialect %s", async (retryAfter, dialect, expected) => {
    const simulator = new VirtualSimulator({ limits, retryAfter, dialect });
    void simulator.send();
    const reply = await simulator.send();
    expect(statusOf(reply)).toBe(429);
    const headers = reply.kind === "response" ? reply.headers : {};
    expect(Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith("retry")))).toEqual(expected);
    expect(reply.kind === "response" && reply.body.includes('"retryDelay":"0.25s"')).toBe(dialect === "gemini");
  });

  it("say how much is left, as the vendor would", async () => {
    const openai = await new VirtualSimulator({ limits, latencyMedianMs: 0, quotaAfterRequests: 0 }).send();
    expect(openai).toMatchObject({ status: 429, headers: {} });
    const simulator = new VirtualSimulator({ limits: { ...limits, tokensPerMinute: 600 }, dialect: "openai" });
    void simulator.send("x".repeat(400));
    expect(await simulator.send()).toMatchObject({
      headers: {
        "x-ratelimit-limit-requests": "240",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "250ms",
        "x-ratelimit-limit-tokens": "600",
      },
    });
  });

  it("follow the quota: the first n are served, every later one refused", async () => {
    const simulator = new VirtualSimulator({ quotaAfterRequests: 2, latencyMedianMs: 0 });
    const replies = [simulator.send("a"), simulator.send("b"), simulator.send("c"), simulator.send("d")];
    await simulator.advanceTo(1);
    expect((await Promise.all(replies)).map(statusOf)).toEqual([200, 200, 429, 429]);
    expect(simulator.provider.stats()).toMatchObject({ ok: 2, quotaRefused: 2, rateLimited: 0 });
  });

  it("tell a wrong path, a wrong body and a wrong model apart", async () => {
    const book = { hasModel: (model: string) => model === "known", answer: () => "yes" };
    const simulator = new VirtualSimulator({ latencyMedianMs: 0 }, book);
    expect(await simulator.send("x", { model: "unknown" })).toMatchObject({ status: 404 });
    const post = (path: string, body: string) => simulator.provider.serve({ path, body, signal: null });
    expect(await post("/v1/nowhere", "{}")).toMatchObject({ status: 404 });
    expect(await post("/v1/chat/completions", "{")).toMatchObject({ status: 400 });
    expect(await post("/v1/chat/completions", '{"model":"known"}')).toMatchObject({ status: 400 });
  });
});

describe("stats", () => {
  it("count every arrival, by second, by end and by prompt", async () => {
    const simulator = new VirtualSimulator({
      limits: { requestsPerSecond: 1, burst: 2 },
      latencyMedianMs: 100,
      latencyP95Ratio: 1,
    });
    const client = new AbortController();
    const replies = [simulator.send("a"), simulator.send("b", { signal: client.signal }), simulator.send("a")];
    expect(simulator.provider.stats()).toMatchObject({ inFlight: 2, maxInFlight: 2 });
    client.abort();
    await simulator.advanceTo(1500);
    await Promise.all(replies);
    const late = simulator.send("a");
    await simulator.advanceTo(3000);
    await late;
    expect(simulator.provider.stats()).toMatchObject({
      requests: 4,
      ok: 2,
      rateLimited: 1,
      byStatus: { "200": 2, "429": 1, abandoned: 1 },
      perSecond: { 1700000000: 3, 1700000001: 1 },
      attemptsByPrompt: { 3: 1, 1: 1 },
      inFlight: 0,
      maxInFlight: 2,
    });
  });

  it("start afresh on reset, buckets, schedule and chance included", async () => {
    const simulator = new VirtualSimulator({ limits: { requestsPerSecond: 0.01, burst: 1 }, latencyMedianMs: 0 });
    void simulator.send();
    expect(statusOf(await simulator.send())).toBe(429);
    simulator.provider.reset();
    expect(simulator.provider.stats()).toMatchObject({ requests: 0, byStatus: {} });
    const again = simulator.send();
    await simulator.advanceTo(1);
    expect(statusOf(await again)).toBe(200);
  });

  it("stay when the settings change", async () => {
    const simulator = new VirtualSimulator({ limits: { requestsPerSecond: 1, burst: 5 }, latencyMedianMs: 0 });
    const replies = [1, 2, 3, 4].map(() => simulator.send());
    await simulator.advanceTo(1);
    await Promise.all(replies);
    simulator.provider.reconfigure(settingsOf({ limits: { requestsPerSecond: 1, burst: 1 } }), {
      hasModel: () => true,
      answer: () => "new",
    });
    const after = [simulator.send(), simulator.send()];
    expect(simulator.provider.stats()).toMatchObject({ requests: 6, rateLimited: 1 });
    await simulator.advanceTo(100_000);
    expect(answerOf((await Promise.all(after))[0] ?? { kind: "reset" })).toBe("new");
  });
});
