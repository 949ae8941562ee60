import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { verdictOfSecond } from "@/lib/core/advice/verdict-of-second";
import { type LimitsInput, limitsSchema } from "@/lib/core/limits/limits";
import { totalAttempts } from "@/lib/core/metrics/fold-summary";
import { DEFAULT_AUTO_PAUSE } from "@/lib/core/runs/auto-pause-rules";
import { simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import { createModelProvider } from "@/lib/providers/create-provider";
import { SimulatorRegistry } from "@/lib/providers/simulated/simulator-registry";
import { engineRig } from "@/tests/support/engine-rig";
import { type Reply, ScriptedProvider } from "@/tests/support/scripted-provider";
import { useVirtualTime, virtualClock } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const FAST = { requestsPerSecond: 50, burst: 50, concurrency: 32, retry: { attempts: 4, baseDelayMs: 200 } };
const EXACT = [{ type: "exact" as const, ignoreCase: false, trim: true }];
const TEN_SECONDS = 1 / 6;

/** Prompts of 100 to 1,000 tokens in no order, each another. */
const textOf = (ord: number) => `${ord} `.padEnd(400 + ((ord * 1733) % 3600), "word ");

/** A pool in front of a provider that keeps the same limits on tokens strictly, with ten seconds' worth saved up at most. */
function strictRig(
  limits: LimitsInput & {
    tokensPerMinute?: number | null;
    inputTokensPerMinute?: number | null;
    outputTokensPerMinute?: number | null;
  },
  burst: number,
) {
  const simulators = new SimulatorRegistry(virtualClock);
  const { tokensPerMinute = null, inputTokensPerMinute = null, outputTokensPerMinute = null } = limits;
  const simulated = simulatedSettingsSchema.parse({
    limits: { tokensPerMinute, inputTokensPerMinute, outputTokensPerMinute, tokenBurst: burst },
    dialect: "none",
  });
  const connection = { id: "prov_1", kind: "simulated" as const, baseUrl: null, apiKey: null, simulated };
  const provider = createModelProvider(connection, { clock: virtualClock, simulators });
  return engineRig(provider, limitsSchema.parse(limits));
}

describe("a run bound by tokens", () => {
  it.each<[string, LimitsInput, (used: { input: number; output: number }) => number, number]>([
    ["of prompts and answers", { ...FAST, tokensPerMinute: 120_000 }, (used) => used.input + used.output, 120_000],
    ["of prompts alone", { ...FAST, inputTokensPerMinute: 90_000 }, (used) => used.input, 90_000],
    ["of answers alone", { ...FAST, outputTokensPerMinute: 3000 }, (used) => used.output, 3000],
  ])(
    "%s uses at least nineteen in twenty of them, is refused nothing, and says so",
    async (_, limits, weigh, perMinute) => {
      // What calls in flight have reserved too much comes back only when they end; a provider's minute leaves room for it.
      const rig = strictRig(limits, perMinute);
      rig.addRun("a", 600, undefined, EXACT, { textOf });
      await rig.supervisor().start();
      await vi.advanceTimersByTimeAsync(30_000);
      const before = { ...rig.store.record("a").summary };
      const fromMs = performance.now();
      await vi.advanceTimersByTimeAsync(60_000);
      const live = rig.supervisor().live("a");
      expect(live?.tokenHold).toMatchObject({ limitPerMinute: perMinute });
      expect(live?.tokenHold?.usedPerMinute).toBeGreaterThanOrEqual(perMinute * 0.9);
      expect(live?.tokenHold?.usedPerMinute).toBeLessThanOrEqual(perMinute);
      const verdicts = rig.store.ticks("a").slice(-60).map(verdictOfSecond);
      expect(verdicts.filter((verdict) => verdict === "tokens").length).toBeGreaterThan(45);
      const after = { ...rig.store.record("a").summary };
      const usedIn = (s: typeof after) => weigh({ input: s.inputTokens, output: s.outputTokens });
      const share = (usedIn(after) - usedIn(before)) / ((perMinute * (performance.now() - fromMs)) / 60_000);
      expect(share).toBeGreaterThanOrEqual(0.95);
      expect(share).toBeLessThanOrEqual(1.05);
      const run = await rig.until("a", "finished", 3_600_000);
      expect(run.summary).toMatchObject({ done: 600, notScored: 0 });
      expect(run.summary.attempts.rateLimited).toBe(0);
      expect(totalAttempts(run.summary)).toBe(600);
    },
  );

  it("of a provider that saves up no more than the pool does is refused one in two hundred at most", async () => {
    const perMinute = 120_000;
    const rig = strictRig({ ...FAST, tokensPerMinute: perMinute }, perMinute * TEN_SECONDS);
    rig.addRun("a", 600, undefined, EXACT, { textOf });
    await rig.supervisor().start();
    const run = await rig.until("a", "finished", 3_600_000);
    expect(run.summary).toMatchObject({ done: 600, notScored: 0 });
    expect(run.summary.attempts.rateLimited).toBeLessThanOrEqual(3);
  });

  it("lets a heavy case have its turn: light ones behind it do not use up what it waits for", async () => {
    const provider = new ScriptedProvider((prompt) =>
      usage({ inputTokens: Math.ceil(prompt.length / 4), outputTokens: 1 }),
    );
    // 10,000 tokens a second are saved up; the heavy case needs all of them.
    const rig = engineRig(provider, { ...FAST, inputTokensPerMinute: 60_000 });
    const light = (ord: number) => `a:${ord}`.padEnd(400, ".");
    rig.addRun("a", 400, undefined, EXACT, {
      textOf: (ord) => (ord === 150 ? "heavy".padEnd(39_000, ".") : light(ord)),
    });
    await rig.supervisor().start();
    await rig.until("a", "finished");
    const order = provider.arrivals.map((arrival) => arrival.prompt.startsWith("heavy"));
    // The slots in front of it were taken already; nobody who came later went before it.
    expect(order.indexOf(true)).toBeLessThanOrEqual(150 + 1);
    const gapMs =
      (provider.arrivals[order.indexOf(true)]?.atMs ?? 0) - (provider.arrivals[order.indexOf(true) - 1]?.atMs ?? 0);
    expect(gapMs).toBeLessThanOrEqual(10_000);
  });

  it("of its own keeps no other run of the pool from starting", async () => {
    const provider = new ScriptedProvider(() => ({}));
    const rig = engineRig(provider, FAST);
    rig.addRun("own", 50, { ...FAST, tokensPerMinute: 600 });
    rig.addRun("other", 500);
    await rig.supervisor().start();
    const other = await rig.until("other", "finished");
    expect((other.finishedAt ?? 0) - (other.startedAt ?? 0)).toBeLessThanOrEqual(11_000);
    expect(rig.supervisor().live("own")?.tokenHold).toMatchObject({ dimension: "total", limitPerMinute: 600 });
    expect(rig.store.record("own").state).toBe("running");
  });
});

function usage(told: { inputTokens: number | null; outputTokens: number | null }, reply: Reply = {}): Reply {
  return { ...reply, usage: told };
}

describe("what a call is taken to have used", () => {
  /** How many of 40 cases of 100 tokens each start in a minute, with a bucket of 100 tokens at the start. */
  const startsInAMinute = async (reply: Reply) => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 50, ...reply }));
    const rig = engineRig(provider, { ...FAST, tokensPerMinute: 600, retry: { attempts: 1 } });
    rig.addRun("a", 400, undefined, EXACT, {
      textOf: (ord) => `${ord}`.padEnd(160, "."),
      params: { maxOutputTokens: 54 },
      autoPause: { ...DEFAULT_AUTO_PAUSE, errorsInRow: null },
    });
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(60_000);
    return provider.arrivals.length;
  };

  it.each<[string, Reply, number]>([
    // 40 + 6 (format) + 54 = 100 of 600 a minute, and the bucket's 100 at the start.
    ["what it tells", usage({ inputTokens: 46, outputTokens: 54 }), 7],
    ["less than was reserved: the rest comes back", usage({ inputTokens: 20, outputTokens: 5 }), 28],
    ["more than was reserved: it is owed", usage({ inputTokens: 146, outputTokens: 54 }), 4],
    ["the estimate, where it tells nothing", usage({ inputTokens: null, outputTokens: null }), 7],
    [
      "the estimate, where it was lost on its way",
      { fate: { outcome: "transient", reason: "network", retryAfterMs: null }, status: null },
      7,
    ],
    [
      "nothing, where it was turned away: only the rate holds such calls",
      { fate: { outcome: "bad-request", stopsRun: false }, status: 400 },
      400,
    ],
  ])("is %s", async (_, reply, expected) => {
    const started = await startsInAMinute(reply);
    expect(Math.abs(started - expected)).toBeLessThanOrEqual(Math.max(1, expected * 0.05));
  });
});

describe("a case that no minute's tokens suffice for", () => {
  it("is not scored, by number, and the others go on", async () => {
    const provider = new ScriptedProvider(() => ({}));
    const rig = engineRig(provider, { ...FAST, inputTokensPerMinute: 6000 });
    rig.addRun("a", 20, undefined, EXACT, { textOf: (ord) => (ord === 3 ? "x".repeat(40_000) : `a:${ord}`) });
    await rig.supervisor().start();
    const run = await rig.until("a", "finished");
    expect(run.summary).toMatchObject({ done: 20, passed: 19, notScored: 1 });
    expect(rig.store.finished("a").find((finished) => finished.ord === 3)).toMatchObject({
      attempts: [],
      error: {
        code: "too-many-tokens",
        message:
          "Not scored: the case needs about 10,006 input tokens, and the limit is 6,000 per minute. Raise the limit, then requeue it.",
      },
    });
  });

  it("is held neither by a limit that was lowered while it waited, nor for ever", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 2000 }));
    const rig = engineRig(provider, { ...FAST, concurrency: 2, inputTokensPerMinute: 60_000 });
    rig.addRun("a", 12, undefined, EXACT, { textOf: (ord) => `a:${ord}`.padEnd(4000, "x") });
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(1000);
    const limits = limitsSchema.parse({ ...FAST, concurrency: 2, inputTokensPerMinute: 500 });
    const edit = { actor: "tester", reason: null, text: "", at: Date.now() };
    rig.supervisor().poolLimitsChanged({ ...rig.pool, limits, revision: 2 }, edit);
    const run = await rig.until("a", "finished", 1_800_000);
    expect(run.summary.done).toBe(12);
    expect(run.summary.notScored).toBeGreaterThanOrEqual(6);
    expect(run.summary.passed + run.summary.notScored).toBe(12);
  });
});

describe("requests of a day", () => {
  const NEXT_DAY = Date.UTC(2026, 0, 2);

  it("are never exceeded: the pool parks until midnight UTC, says so, and goes on", async () => {
    vi.setSystemTime(NEXT_DAY - 600_000);
    const provider = new ScriptedProvider(() => ({}));
    const rig = engineRig(provider, { ...FAST, requestsPerDay: 100 });
    rig.addRun("a", 150);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(provider.arrivals).toHaveLength(100);
    const live = rig.supervisor().live("a");
    expect(live?.dayUsedUp).toEqual({ perDay: 100, resetsAt: NEXT_DAY });
    expect(live?.cooldownUntil).toBe(NEXT_DAY);
    expect(rig.supervisor().livePool("pool_1")).toMatchObject({
      requestsToday: 100,
      cooldownUntil: NEXT_DAY,
      cooldownReason: "all 100 requests of the day (UTC) are used",
    });
    await vi.advanceTimersByTimeAsync(540_000 - 1000);
    expect(provider.arrivals).toHaveLength(100);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(provider.arrivals).toHaveLength(150);
    const said = rig.store.log("a").filter((entry) => entry.kind === "cooldown");
    expect(said.length).toBeGreaterThanOrEqual(1);
    expect(said[0]?.text).toContain("all 100 requests of the day (UTC) are used");
    expect(rig.store.record("a")).toMatchObject({ state: "finished", summary: { passed: 150 } });
  });

  it("are counted on after a restart, and a raised limit lets the run go on at once", async () => {
    const provider = new ScriptedProvider(() => ({}));
    const rig = engineRig(provider, { ...FAST, requestsPerDay: 100 });
    rig.addRun("a", 150);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(provider.arrivals).toHaveLength(100);
    // The old process dies without a word, its run parked.
    const supervisor = rig.restart();
    await supervisor.start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(provider.arrivals).toHaveLength(100);
    const limits = limitsSchema.parse({ ...FAST, requestsPerDay: 1000 });
    const edit = { actor: "tester", reason: null, text: "", at: Date.now() };
    supervisor.poolLimitsChanged({ ...rig.pool, limits, revision: 2 }, edit);
    const run = await rig.until("a", "finished", 10_000);
    expect(run.summary.passed).toBe(150);
  });

  it("of a run's own limit hold that run alone", async () => {
    const provider = new ScriptedProvider(() => ({}));
    const rig = engineRig(provider, FAST);
    rig.addRun("own", 50, { ...FAST, requestsPerDay: 10 });
    rig.addRun("other", 100);
    await rig.supervisor().start();
    await rig.until("other", "finished");
    await vi.advanceTimersByTimeAsync(5000);
    expect(provider.arrivals.filter((arrival) => arrival.prompt.startsWith("own"))).toHaveLength(10);
    expect(rig.supervisor().live("own")?.dayUsedUp).toMatchObject({ perDay: 10 });
  });
});
