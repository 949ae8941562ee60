import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { engineRig } from "@/tests/support/engine-rig";
import { ScriptedProvider } from "@/tests/support/scripted-provider";
import { useVirtualTime } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const LIMITS = {
  requestsPerSecond: 50,
  burst: 10,
  concurrency: 8,
  retry: { attempts: 4, baseDelayMs: 10_000, jitter: "none" },
} as const;
const ERROR_500 = { fate: { outcome: "transient", reason: "5xx", retryAfterMs: null }, status: 500 } as const;
const BY = { actor: "Ana" };

describe("pause", () => {
  it("lets retries come to their end, unless it is asked to hold them, also when that is asked for later", async () => {
    const provider = new ScriptedProvider((_, nth) => (nth === 1 ? ERROR_500 : {}));
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 200);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(1000);
    await rig.supervisor().pause("a", { ...BY, holdRetries: false });
    await vi.advanceTimersByTimeAsync(1000);
    expect(rig.store.record("a").state).toBe("pausing");
    const sent = provider.arrivals.length;
    await rig.supervisor().pause("a", { ...BY, holdRetries: true });
    const paused = await rig.until("a", "paused", 2000);
    expect(paused.state).toBe("paused");
    expect(provider.arrivals.length).toBe(sent);
    await rig.supervisor().resume("a", BY);
    const done = await rig.until("a", "finished");
    expect(done.summary).toMatchObject({ passed: 200, casesByAttempts: { 2: 200 } });
  });

  it("that lets retries come to their end sends them all, and nothing fresh", async () => {
    const provider = new ScriptedProvider((_, nth) => (nth === 1 ? ERROR_500 : {}));
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 200);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(1000);
    await rig.supervisor().pause("a", { ...BY, holdRetries: false });
    const begun = new Set(provider.arrivals.map((arrival) => arrival.prompt)).size;
    const paused = await rig.until("a", "paused", 60_000);
    expect(paused.summary).toMatchObject({ done: begun, passed: begun });
    expect(new Set(provider.arrivals.map((arrival) => arrival.prompt)).size).toBe(begun);
  });
});

describe("orders in the moment in which a run comes to rest", () => {
  /** The store's answer to the last write takes its time, as a busy disk's does. */
  function slowLastWrite(rig: ReturnType<typeof engineRig>) {
    const write = rig.store.write.bind(rig.store);
    let during: () => void = () => {};
    rig.store.write = async (runId, batch) => {
      if (batch.log.some((entry) => /^(Finished|Paused)/.test(entry.text))) {
        during();
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      await write(runId, batch);
    };
    return (act: () => void) => {
      during = act;
    };
  }

  it("requeue leaves no case behind", async () => {
    let broken = true;
    const provider = new ScriptedProvider(() =>
      broken ? { fate: { outcome: "bad-request", stopsRun: false }, status: 400 } : {},
    );
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 15);
    const whileWriting = slowLastWrite(rig);
    let requeued: Promise<unknown> = Promise.resolve();
    whileWriting(() => {
      whileWriting(() => {});
      broken = false;
      requeued = rig.supervisor().requeue("a", {}, BY);
    });
    await rig.supervisor().start();
    const done = await rig.until("a", "finished", 30_000);
    await requeued;
    const last = await rig.until("a", "finished", 30_000);
    expect(done.state).toBe("finished");
    expect(last.summary).toMatchObject({ done: 15, passed: 15, notScored: 0 });
    expect(rig.supervisor().activeRuns).toBe(0);
  });

  it("resume goes on, and the run keeps its place in the pool", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 200 }));
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 200);
    const whileWriting = slowLastWrite(rig);
    let resumed: Promise<unknown> = Promise.resolve();
    whileWriting(() => {
      whileWriting(() => {});
      resumed = rig.supervisor().resume("a", BY);
    });
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(1000);
    await rig.supervisor().pause("a", { ...BY, holdRetries: true });
    const done = await rig.until("a", "finished", 60_000);
    await resumed;
    expect(done.summary.passed).toBe(200);
  });
});

describe("orders at once", () => {
  it("are carried out one after the other, and each repeat is a no-op", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 300 }));
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 120);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(500);
    const engine = rig.supervisor();
    const pause = () => engine.pause("a", { ...BY, holdRetries: false });
    const answers = await Promise.all([pause(), pause(), engine.resume("a", BY), engine.resume("a", BY), pause()]);
    expect(answers.map((run) => run.state)).toEqual(["pausing", "pausing", "running", "running", "pausing"]);
    await rig.until("a", "paused");
    const all = await Promise.all([
      engine.cancel("a", BY),
      engine.cancel("a", BY),
      engine.resume("a", BY),
      engine.resume("a", BY),
    ]);
    expect(all.map((run) => run.state)).toEqual(["cancelled", "cancelled", "queued", "queued"]);
    const done = await rig.until("a", "finished");
    expect(done.summary.passed).toBe(120);
    const said = rig.store
      .log("a")
      .filter((entry) => entry.actor === "Ana")
      .map((entry) => entry.text);
    const pausing = expect.stringMatching(/^Pausing(: 1 in flight finishes|: \d+ in flight finish)?$/);
    expect(said).toEqual([pausing, "Resumed", pausing, "Cancelled", "Resumed"]);
    expect(rig.store.log("a").map((entry) => entry.seq)).toEqual(rig.store.log("a").map((_, at) => at + 1));
  });
});
