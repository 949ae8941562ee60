import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { engineRig } from "@/tests/support/engine-rig";
import { type Reply, ScriptedProvider } from "@/tests/support/scripted-provider";
import { useVirtualTime } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const LIMITS = { requestsPerSecond: 50, burst: 10, concurrency: 8, retry: { attempts: 3, baseDelayMs: 100 } };
const ME = { actor: "Ana" };

function triedRun(reply: (prompt: string, nth: number) => Reply, cases: number, tryFirst: number) {
  const provider = new ScriptedProvider(reply);
  const rig = engineRig(provider, LIMITS);
  rig.addRun("a", cases, undefined, undefined, { tryFirst });
  return { provider, rig };
}
const error500 = { fate: { outcome: "transient", reason: "5xx", retryAfterMs: null }, status: 500 } as const;

describe("a run that is to be tried first", () => {
  it("pauses after so many cases, sends none beyond them, and says how to go on", async () => {
    const { rig, provider } = triedRun(() => ({ latencyMs: 200 }), 100, 5);
    await rig.supervisor().start();
    const run = await rig.until("a", "paused");
    expect(run.stopReason).toMatchObject({ code: "tried", message: expect.stringContaining("the other 95") });
    expect(run.summary.done).toBe(5);
    expect(provider.arrivals).toHaveLength(5);
  });

  it("goes on with the others alone when it is resumed: nothing is sent twice", async () => {
    const { rig, provider } = triedRun(() => ({}), 60, 5);
    await rig.supervisor().start();
    await rig.until("a", "paused");
    await rig.supervisor().resume("a", ME);
    const run = await rig.until("a", "finished");
    expect(run.summary).toMatchObject({ done: 60, passed: 60 });
    expect(run.tryFirst).toBeNull();
    expect(provider.arrivals).toHaveLength(60);
  });

  it("counts retries into the same cases", async () => {
    const { rig, provider } = triedRun((_, nth) => (nth === 1 ? error500 : {}), 40, 5);
    await rig.supervisor().start();
    const run = await rig.until("a", "paused");
    expect(run.summary.done).toBe(5);
    expect(provider.arrivals).toHaveLength(10);
  });

  it("is still a trial after a crash: neither before nor behind its last case does it run on", async () => {
    const { rig, provider } = triedRun(() => ({ latencyMs: 400 }), 100, 5);
    await rig.supervisor().start();
    await rig.until("a", "paused");
    // The process died after the five were written, and before the pause was.
    rig.store.setRecord({ ...rig.store.record("a"), state: "running", stopReason: null });
    await rig.restart().start();
    const run = await rig.until("a", "paused");
    expect(run.stopReason?.code).toBe("tried");
    expect(provider.arrivals).toHaveLength(5);
  });

  it("finishes its trial first where it was paused by hand before", async () => {
    const { rig, provider } = triedRun(() => ({ latencyMs: 2000 }), 30, 12);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(500);
    await rig.supervisor().pause("a", { ...ME, holdRetries: false });
    const held = await rig.until("a", "paused");
    expect(held.summary.done).toBeLessThan(12);
    await rig.supervisor().resume("a", ME);
    const tried = await rig.until("a", "paused");
    expect(tried.summary.done).toBe(12);
    expect(tried.stopReason?.code).toBe("tried");
    expect(provider.arrivals).toHaveLength(12);
  });
});
