import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { verdictOfSecond } from "@/lib/core/advice/verdict-of-second";
import type { LimitsInput } from "@/lib/core/limits/limits";
import type { RunPriority } from "@/lib/core/scheduling/run-priority";
import { engineRig } from "@/tests/support/engine-rig";
import { ScriptedProvider } from "@/tests/support/scripted-provider";
import { useVirtualTime } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const ERROR_500 = { fate: { outcome: "transient", reason: "5xx", retryAfterMs: null }, status: 500 } as const;
const LIMITS = { requestsPerSecond: 40, burst: 4, concurrency: 16, retry: { baseDelayMs: 100 } };

type Rig = ReturnType<typeof engineRig>;

function addRun(rig: Rig, id: string, cases: number, priority: RunPriority = "normal", own?: LimitsInput) {
  rig.store.setRecord({ ...rig.addRun(id, cases, own), priority });
}

/** Requests of each run that arrived within the next so many seconds. */
async function startedWithin(seconds: number, provider: ScriptedProvider, runIds: readonly string[]) {
  const fromMs = performance.now();
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  const since = provider.arrivals.filter((arrival) => arrival.atMs >= fromMs);
  return runIds.map((id) => since.filter((arrival) => arrival.prompt.startsWith(`${id}:`)).length);
}

describe("a run of 20 cases started beside one of 20,000", () => {
  it.each<[string, LimitsInput, number, number]>([
    // Half of the rate, or of the slots; and the few cases that had been handed over before it came.
    ["where the rate binds", { ...LIMITS, requestsPerSecond: 20 }, 200, 2000],
    ["where the rate binds and slots are plenty", { ...LIMITS, requestsPerSecond: 20, concurrency: 1000 }, 200, 2000],
    [
      "at a slow rate with plenty of slots",
      { ...LIMITS, requestsPerSecond: 1, burst: 1, concurrency: 200 },
      300,
      40_000,
    ],
    ["where the slots bind", { ...LIMITS, requestsPerSecond: 200, burst: 50, concurrency: 8 }, 500, 2500],
    ["where both adapt", { ...LIMITS, requestsPerSecond: 20, adaptive: true }, 200, 2000],
  ])("finishes in its fair share of the time %s", async (_, limits, latencyMs, fairMs) => {
    const provider = new ScriptedProvider(() => ({ latencyMs }));
    const rig = engineRig(provider, limits);
    addRun(rig, "large", 20_000);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(10_000);
    addRun(rig, "small", 20);
    const from = Date.now();
    rig.supervisor().wake();
    const small = await rig.until("small", "finished");
    const tookMs = (small.finishedAt ?? Number.POSITIVE_INFINITY) - from;
    // Beyond the share: the look-ahead (a quarter of a second, two cases at least), the last call, a beat.
    const aheadMs = Math.max(250, 2000 / (rig.pool.limits.requestsPerSecond * 0.5));
    expect(tookMs).toBeLessThanOrEqual(fairMs * 1.1 + aheadMs + latencyMs + 500);
    expect(tookMs).toBeGreaterThanOrEqual(fairMs * 0.85);
  });
});

describe("priorities", () => {
  it("weigh turns as 1 to 4 to 16, within a few percent", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 200 }));
    const rig = engineRig(provider, LIMITS);
    addRun(rig, "low", 5000, "low");
    addRun(rig, "normal", 5000);
    addRun(rig, "high", 5000, "high");
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(3000);
    const [low = 0, normal = 0, high = 0] = await startedWithin(105, provider, ["low", "normal", "high"]);
    const all = low + normal + high;
    expect(all).toBeGreaterThanOrEqual(105 * 40 * 0.99);
    expect(low / all).toBeCloseTo(1 / 21, 2);
    expect(normal / all).toBeCloseTo(4 / 21, 2);
    expect(high / all).toBeCloseTo(16 / 21, 2);
    const shares = rig
      .supervisor()
      .livePool("pool_1")
      ?.runs.map(({ runId, share }) => [runId, Math.round(share * 21)]);
    expect(Object.fromEntries(shares ?? [])).toEqual({ low: 1, normal: 4, high: 16 });
    const ticks = rig.supervisor().live("normal")?.recentTicks.slice(-30) ?? [];
    expect(ticks.at(-1)?.shareRps).toBeCloseTo((40 * 4) / 21, 6);
    expect(new Set(ticks.map(({ otherRuns }) => otherRuns))).toEqual(new Set([2]));
    expect(new Set(ticks.map(verdictOfSecond))).toEqual(new Set(["share"]));
  });

  it("decide turns and nothing else: alone, a low run goes as fast as any", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 200 }));
    const rig = engineRig(provider, LIMITS);
    addRun(rig, "low", 5000, "low");
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(3000);
    expect((await startedWithin(10, provider, ["low"]))[0]).toBeGreaterThanOrEqual(398);
    expect(rig.supervisor().live("low")?.recentTicks.at(-1)?.shareRps).toBeNull();
  });

  it("hold from the next turn on when they are changed", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 100 }));
    const rig = engineRig(provider, LIMITS);
    addRun(rig, "a", 5000);
    addRun(rig, "b", 5000);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(3000);
    await rig.supervisor().adjust("b", { priority: "high" }, { actor: "Ana", reason: null });
    await vi.advanceTimersByTimeAsync(1000);
    const [a = 0, b = 0] = await startedWithin(50, provider, ["a", "b"]);
    expect(b / a).toBeGreaterThan(3.8);
    expect(b / a).toBeLessThan(4.2);
  });
});

describe("nobody starves", () => {
  it("beside a run whose every attempt fails and is retried", async () => {
    const provider = new ScriptedProvider((prompt) => (prompt.startsWith("broken:") ? ERROR_500 : { latencyMs: 100 }));
    const rig = engineRig(provider, { ...LIMITS, retry: { attempts: 10, baseDelayMs: 50, maxDelayMs: 200 } });
    addRun(rig, "broken", 5000);
    addRun(rig, "sound", 5000);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(5000);
    const [broken = 0, sound = 0] = await startedWithin(30, provider, ["broken", "sound"]);
    expect(broken + sound).toBeGreaterThanOrEqual(30 * 40 * 0.98);
    expect(Math.abs(broken - sound)).toBeLessThanOrEqual(30);
  });

  it("when thousands of retries come back after an outage", async () => {
    const startMs = performance.now();
    const outage = () => performance.now() - startMs < 30_000;
    const provider = new ScriptedProvider(() => (outage() ? { ...ERROR_500, latencyMs: 10 } : { latencyMs: 100 }));
    const rig = engineRig(provider, { ...LIMITS, retry: { attempts: 10, baseDelayMs: 20_000, maxDelayMs: 60_000 } });
    addRun(rig, "large", 20_000);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(rig.supervisor().live("large")?.active.backingOff).toBeGreaterThan(500);
    addRun(rig, "small", 100);
    rig.supervisor().wake();
    await vi.advanceTimersByTimeAsync(1000);
    const [large = 0, small = 0] = await startedWithin(3, provider, ["large", "small"]);
    expect(large + small).toBeGreaterThanOrEqual(3 * 40 - 4);
    expect(Math.abs(large - small)).toBeLessThanOrEqual(6);
  });

  it("in a pool that adapts to a provider which refuses half of what is asked", async () => {
    let permits = 10;
    let atMs = performance.now();
    const provider = new ScriptedProvider(() => {
      permits = Math.min(10, permits + ((performance.now() - atMs) * 20) / 1000);
      atMs = performance.now();
      if (permits < 1)
        return { fate: { outcome: "rate-limited", dimension: "requests", retryAfterMs: null }, status: 429 };
      permits -= 1;
      return { latencyMs: 100 };
    });
    const rig = engineRig(provider, { ...LIMITS, adaptive: true, retry: { attempts: 8, baseDelayMs: 250 } });
    addRun(rig, "a", 5000);
    addRun(rig, "b", 5000);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(20_000);
    const [a = 0, b = 0] = await startedWithin(60, provider, ["a", "b"]);
    expect(a + b).toBeGreaterThanOrEqual(60 * 20 * 0.9);
    expect(Math.abs(a - b) / (a + b)).toBeLessThanOrEqual(0.03);
  });

  it("of low priority beside ever new runs of high priority", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 100 }));
    const rig = engineRig(provider, LIMITS);
    addRun(rig, "low", 5000, "low");
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(2000);
    const before = rig.store.record("low").summary.done;
    for (let n = 0; n < 12; n += 1) {
      addRun(rig, `high-${n}`, 150, "high");
      rig.supervisor().wake();
      await vi.advanceTimersByTimeAsync(4000);
    }
    // A seventeenth of the turns while one high run is there: 48 s at 40 rps.
    expect(rig.store.record("low").summary.done - before).toBeGreaterThanOrEqual(Math.floor((48 * 40) / 17) - 8);
  });
});

describe("a run's own tighter limits", () => {
  it("cost the others nothing, whatever its priority", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 100 }));
    const rig = engineRig(provider, LIMITS);
    addRun(rig, "a", 5000);
    addRun(rig, "b", 5000);
    addRun(rig, "tight", 5000, "high", { ...LIMITS, requestsPerSecond: 2, burst: 1 });
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(3000);
    const [a = 0, b = 0, tight = 0] = await startedWithin(30, provider, ["a", "b", "tight"]);
    expect(tight).toBeGreaterThanOrEqual(55);
    expect(tight).toBeLessThanOrEqual(61);
    expect(a + b + tight).toBeGreaterThanOrEqual(30 * 40 * 0.99);
    expect(Math.abs(a - b)).toBeLessThanOrEqual(6);
  });
});
