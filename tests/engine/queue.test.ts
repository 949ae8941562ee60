import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { engineRig } from "@/tests/support/engine-rig";
import { ScriptedProvider } from "@/tests/support/scripted-provider";
import { useVirtualTime } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const RUNS = 100;
const CASES = 6;
const AT_ONCE = 8;
const LIMITS = { requestsPerSecond: 20, burst: 10, concurrency: 16 };
const ids = Array.from({ length: RUNS }, (_, i) => `run-${String(i).padStart(3, "0")}`);

/** A hundred runs, one millisecond apart. */
async function hundredQueued(rig: ReturnType<typeof engineRig>): Promise<void> {
  for (const id of ids) {
    rig.addRun(id, CASES);
    await vi.advanceTimersByTimeAsync(1);
  }
}

describe(`${RUNS} runs that are queued at once`, () => {
  it("are worked through a few at a time, oldest first, at the pool's full rate", async () => {
    const provider = new ScriptedProvider(() => ({}));
    const rig = engineRig(provider, LIMITS);
    await hundredQueued(rig);
    const startMs = performance.now();
    await rig.supervisor().start();
    let most = 0;
    for (let ms = 0; ms < 120_000 && rig.store.record(ids.at(-1) ?? "").state !== "finished"; ms += 100) {
      await vi.advanceTimersByTimeAsync(100);
      most = Math.max(most, rig.supervisor().activeRuns);
    }
    const wallMs = performance.now() - startMs;
    const records = ids.map((id) => rig.store.record(id));
    expect(records.every(({ state, summary }) => state === "finished" && summary.done === CASES)).toBe(true);
    expect(most).toBeLessThanOrEqual(AT_ONCE);
    expect(provider.arrivals).toHaveLength(RUNS * CASES);
    // A place that becomes free is filled within a beat, so the pool never runs dry.
    expect(wallMs).toBeLessThanOrEqual(1.05 * ((RUNS * CASES - 10) / 20) * 1000);
    const started = records.map(({ startedAt }) => startedAt ?? 0);
    expect(started).toEqual(started.toSorted((a, b) => a - b));
  });

  it("go on where they were after the process died, none twice", async () => {
    const provider = new ScriptedProvider(() => ({}));
    const rig = engineRig(provider, LIMITS);
    await hundredQueued(rig);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(12_345);
    const before = ids.filter((id) => rig.store.record(id).state === "finished");
    expect(before.length).toBeGreaterThan(20);
    vi.clearAllTimers(); // it dies
    await rig.restart().start();
    await rig.until(ids.at(-1) ?? "", "finished");
    await vi.advanceTimersByTimeAsync(2000);
    for (const id of ids) {
      expect(rig.store.record(id)).toMatchObject({ state: "finished", summary: { done: CASES } });
      expect(new Set(rig.store.finished(id).map(({ ord }) => ord)).size).toBe(CASES);
    }
    // Only what was under way in the runs at work is asked for again.
    expect(provider.arrivals.length - RUNS * CASES).toBeLessThanOrEqual(AT_ONCE * CASES);
  });
});
