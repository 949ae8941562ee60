import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { engineRig } from "@/tests/support/engine-rig";
import { ScriptedProvider } from "@/tests/support/scripted-provider";
import { steppingClock, useVirtualTime } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const HOUR_MS = 3_600_000;
const LIMITS = { requestsPerSecond: 20, burst: 4, concurrency: 16, retry: { baseDelayMs: 100 } };

function steppedRig(provider: ScriptedProvider, limits: object = {}) {
  const { clock, step } = steppingClock();
  return { rig: engineRig(provider, { ...LIMITS, ...limits }, clock), step };
}

/** The seconds on record of a run: each later than the one before. */
function expectOrder(rig: ReturnType<typeof engineRig>, runId: string) {
  const times = rig.store.ticks(runId).map((tick) => tick.t);
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  return times;
}

describe("a run under which the wall clock steps", () => {
  it.each([
    ["an hour back", -HOUR_MS],
    ["an hour ahead", HOUR_MS],
    ["a day ahead", 24 * HOUR_MS],
  ])("%s keeps its rate, and its seconds stay in order and complete", async (_, ms) => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 100 }));
    const { rig, step } = steppedRig(provider);
    rig.addRun("a", 600);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(10_000);
    step(ms);
    const done = await rig.until("a", "finished", 60_000);
    expect(done.summary.passed).toBe(600);
    expect(performance.now()).toBeLessThan(((600 - 4) / 20) * 1000 + 2000);
    const times = expectOrder(rig, "a");
    // One for each second that passed, with no gap but the step ahead.
    expect(times.length).toBeGreaterThanOrEqual(30);
    const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0) - Math.max(0, ms);
    expect(Math.abs(spanMs - (times.length - 1) * 1000)).toBeLessThanOrEqual(1000);
    const log = rig.store.log("a").map((entry) => entry.at);
    expect(log).toEqual([...log].sort((a, b) => a - b));
    expect(rig.store.ticks("a").reduce((sum, tick) => sum + tick.started, 0)).toBe(600);
    expect(done.activeMs).toBeLessThan(35_000);
  });

  it.each([
    ["back", -HOUR_MS],
    ["ahead", HOUR_MS],
  ])("%s in the middle of a cooldown waits neither longer nor shorter for it", async (_, ms) => {
    const provider = new ScriptedProvider((prompt, nth) =>
      prompt === "a:50" && nth === 1
        ? { fate: { outcome: "rate-limited", dimension: "requests", retryAfterMs: 20_000 }, status: 429, latencyMs: 10 }
        : { latencyMs: 100 },
    );
    const { rig, step } = steppedRig(provider);
    rig.addRun("a", 200);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(5000);
    const refusedMs = provider.arrivals.find((arrival) => arrival.prompt === "a:50")?.atMs ?? 0;
    step(ms);
    const left = () => (rig.supervisor().livePool("pool_1")?.cooldownUntil ?? 0) - Date.now() - ms;
    expect(left()).toBeGreaterThan(10_000);
    expect(left()).toBeLessThanOrEqual(20_000);
    await rig.until("a", "finished", 60_000);
    const next = provider.arrivals.find((arrival) => arrival.atMs > refusedMs + 1000)?.atMs ?? 0;
    expect(next - refusedMs).toBeGreaterThanOrEqual(20_000);
    expect(next - refusedMs).toBeLessThan(21_000);
    expect(rig.supervisor().livePool("pool_1")?.cooldownUntil).toBeNull();
  });

  it("back while it is paused goes on after the seconds it has on record", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 100 }));
    const { rig, step } = steppedRig(provider);
    rig.addRun("a", 400);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(5000);
    await rig.supervisor().pause("a", { actor: "Ana", holdRetries: false });
    await rig.until("a", "paused");
    step(-HOUR_MS);
    await rig.supervisor().resume("a", { actor: "Ana" });
    const done = await rig.until("a", "finished", 60_000);
    expect(done.summary.passed).toBe(400);
    expectOrder(rig, "a");
    expect(rig.store.ticks("a").reduce((sum, tick) => sum + tick.started, 0)).toBe(400);
  });

  it("does not change what its pool tells of the last minute", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 100 }));
    const { rig, step } = steppedRig(provider);
    rig.addRun("a", 3000);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(65_000);
    for (const ms of [-HOUR_MS, HOUR_MS, HOUR_MS]) {
      step(ms);
      await vi.advanceTimersByTimeAsync(2000);
      const started = rig.supervisor().livePool("pool_1")?.startedLastMinute ?? 0;
      expect(started).toBeGreaterThan(1150);
      expect(started).toBeLessThanOrEqual(1204);
    }
  });

  it("back and ahead keeps an adaptive pool adapting", async () => {
    let refusing = true;
    const provider = new ScriptedProvider(() =>
      refusing
        ? { fate: { outcome: "rate-limited", dimension: "requests", retryAfterMs: 500 }, status: 429, latencyMs: 20 }
        : { latencyMs: 50 },
    );
    const { rig, step } = steppedRig(provider, { adaptive: true, retry: { attempts: 10, baseDelayMs: 100 } });
    rig.addRun("a", 3000);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(5000);
    step(-HOUR_MS);
    refusing = false;
    await vi.advanceTimersByTimeAsync(1000);
    const low = rig.supervisor().livePool("pool_1")?.pace.requestsPerSecond ?? 0;
    expect(low).toBeLessThan(15);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(rig.supervisor().livePool("pool_1")?.pace.requestsPerSecond).toBeCloseTo(20, 0);
  });
});
