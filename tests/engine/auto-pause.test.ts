import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AttemptFate } from "@/lib/core/retry/attempt-outcome";
import { DEFAULT_AUTO_PAUSE } from "@/lib/core/runs/auto-pause-rules";
import { engineRig } from "@/tests/support/engine-rig";
import { ScriptedProvider } from "@/tests/support/scripted-provider";
import { useVirtualTime } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const LIMITS = { requestsPerSecond: 20, burst: 10, concurrency: 16, retry: { baseDelayMs: 200, maxDelayMs: 2000 } };
const fail = (fate: AttemptFate, status: number) => ({ fate, status, latencyMs: 50 });
const ERROR_500 = fail({ outcome: "transient", reason: "5xx", retryAfterMs: null }, 500);
const REFUSED = fail({ outcome: "rate-limited", dimension: "requests", retryAfterMs: null }, 429);
const BAD = fail({ outcome: "bad-request", stopsRun: false }, 400);
const BY = { actor: "Ana" };

/** Answers as `answer` says for the second since the start in which a request arrives. */
function timed(answer: (second: number) => ReturnType<typeof fail> | object) {
  const startMs = performance.now();
  return new ScriptedProvider(() => answer((performance.now() - startMs) / 1000));
}

describe("a run pauses by itself", () => {
  it("when the provider refuses most attempts for a minute: it says why, keeps what is done and loses nothing", async () => {
    let refusing = true;
    const rig = engineRig(
      timed((s) => (s < 20 || !refusing ? {} : REFUSED)),
      { ...LIMITS, retry: { ...LIMITS.retry, attempts: 10 } },
    );
    rig.addRun("a", 2000);
    await rig.supervisor().start();
    const paused = await rig.until("a", "paused");
    expect(paused.stopReason).toMatchObject({ code: "rate-limited", message: expect.stringMatching(/429.*resume/) });
    expect(performance.now()).toBeGreaterThan(80_000);
    expect(rig.store.log("a").filter((entry) => entry.kind === "auto")).toMatchObject([
      { level: "error", text: paused.stopReason?.message },
    ]);
    refusing = false;
    await rig.supervisor().resume("a", BY);
    const done = await rig.until("a", "finished");
    expect(done.stopReason).toBeNull();
    expect(done.summary.done).toBe(2000);
  });

  it("when nothing but errors has come back for a minute", async () => {
    const rig = engineRig(
      timed((s) => (s < 10 ? {} : ERROR_500)),
      LIMITS,
    );
    rig.addRun("a", 5000);
    await rig.supervisor().start();
    const paused = await rig.until("a", "paused");
    expect(paused.stopReason?.code).toBe("errors-in-row");
    expect(performance.now()).toBeGreaterThan(69_000);
    expect(performance.now()).toBeLessThan(90_000);
  });

  it("at once when one request after the other is refused as bad", async () => {
    const provider = timed(() => BAD);
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 5000);
    await rig.supervisor().start();
    const paused = await rig.until("a", "paused");
    expect(paused.stopReason?.code).toBe("errors-in-row");
    expect(provider.arrivals.length).toBeLessThanOrEqual(20 + LIMITS.concurrency);
  });

  it("when the provider asks for a longer wait than ten minutes, and goes on after it once it is resumed", async () => {
    const hour = fail({ outcome: "rate-limited", dimension: "day", retryAfterMs: 3_600_000 }, 429);
    const rig = engineRig(
      timed((s) => (s > 5 && s < 6 ? hour : {})),
      LIMITS,
    );
    rig.addRun("a", 500);
    await rig.supervisor().start();
    const paused = await rig.until("a", "paused");
    expect(paused.stopReason).toMatchObject({ code: "long-cooldown", message: expect.stringContaining("1 h 00 min") });
    await rig.supervisor().resume("a", BY);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rig.store.record("a").state).toBe("running"); // who resumed it knows of the wait
    const done = await rig.until("a", "finished", 4_000_000);
    expect(done.summary.passed).toBe(500);
  });

  it("and shows it at once, while its last calls are still in flight", async () => {
    const provider = new ScriptedProvider((prompt) => (prompt.endsWith(":0") ? { latencyMs: 30_000 } : BAD));
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 500);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(5000);
    expect(rig.store.record("a")).toMatchObject({ state: "pausing", stopReason: { code: "errors-in-row" } });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(rig.store.record("a").state).toBe("pausing");
    const paused = await rig.until("a", "paused");
    expect(paused.summary.passed).toBe(1);
  });

  it("and goes on when it is resumed before it rests, with no reason left behind", async () => {
    let broken = true;
    const provider = new ScriptedProvider((prompt) =>
      prompt.endsWith(":0") ? { latencyMs: 30_000 } : broken ? BAD : {},
    );
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 200);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(5000);
    broken = false;
    const resumed = await rig.supervisor().resume("a", BY);
    expect(resumed).toMatchObject({ state: "running", stopReason: null });
    const done = await rig.until("a", "finished");
    expect(done).toMatchObject({ stopReason: null, summary: { done: 200 } });
  });
});

describe("a run does not pause", () => {
  it.each<[string, (second: number) => object]>([
    ["for an outage of half a minute in which everything fails", (s) => (s > 10 && s < 40 ? ERROR_500 : {})],
    ["for half a minute in which everything is refused", (s) => (s > 10 && s < 40 ? REFUSED : {})],
    ["for an outage that it begins with", (s) => (s < 30 ? ERROR_500 : {})],
  ])("%s", async (_, answer) => {
    const rig = engineRig(timed(answer), { ...LIMITS, adaptive: true });
    rig.addRun("a", 1500);
    await rig.supervisor().start();
    const done = await rig.until("a", "finished");
    expect(done).toMatchObject({ state: "finished", stopReason: null, summary: { done: 1500 } });
  });

  it("by a rule that was turned off, at launch or while it goes on", async () => {
    const rig = engineRig(
      timed(() => BAD),
      LIMITS,
    );
    const run = rig.addRun("a", 100);
    rig.store.setRecord({ ...run, autoPause: { ...DEFAULT_AUTO_PAUSE, errorsInRow: { attempts: 40, forMs: 0 } } });
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(1000);
    await rig.supervisor().adjust("a", { autoPause: { errorsInRow: null } }, { ...BY, reason: "known" });
    const done = await rig.until("a", "finished");
    expect(done.summary.notScored).toBe(100);
    expect(rig.store.log("a").find((entry) => entry.kind === "limit")).toMatchObject({
      actor: "Ana",
      text: "No longer pauses when 40 errors in a row — known",
    });
  });
});
