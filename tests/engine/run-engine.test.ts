import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { totalAttempts } from "@/lib/core/metrics/fold-summary";
import { engineRig } from "@/tests/support/engine-rig";
import { ScriptedProvider } from "@/tests/support/scripted-provider";
import { useVirtualTime } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const LIMITS = { requestsPerSecond: 50, burst: 10, concurrency: 16, retry: { baseDelayMs: 100 } };
const error500 = { fate: { outcome: "transient", reason: "5xx", retryAfterMs: null }, status: 500 } as const;

/** Each case once, all scored, and the summary equal to the rows and to what the provider counted. */
function expectAgreement(rig: ReturnType<typeof engineRig>, provider: ScriptedProvider, runId: string) {
  const { summary } = rig.store.record(runId);
  const finished = rig.store.finished(runId);
  expect(new Set(finished.map((f) => f.ord)).size).toBe(finished.length);
  expect(summary.done).toBe(finished.length);
  expect(summary.passed + summary.failed + summary.notScored).toBe(summary.done);
  expect(totalAttempts(summary)).toBe(rig.store.attempts(runId).length);
  expect(totalAttempts(summary)).toBe(provider.arrivals.filter((a) => a.prompt.startsWith(`${runId}:`)).length);
  const histogram = Object.entries(summary.casesByAttempts).reduce((sum, [n, cases]) => sum + Number(n) * cases, 0);
  expect(histogram).toBe(finished.reduce((sum, f) => sum + f.attempts.length, 0));
}

describe("a run", () => {
  it("finishes every case once, in close to the least time its limits allow", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 200 }));
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 500);
    await rig.supervisor().start();
    const run = await rig.until("a", "finished");
    expect(run.summary.passed).toBe(500);
    const wallMs = (run.finishedAt ?? 0) - (run.startedAt ?? 0);
    const leastMs = ((500 - 10) / 50) * 1000 + 200;
    expect(wallMs).toBeLessThanOrEqual(leastMs * 1.03 + 500); // the state changes on a beat
    expectAgreement(rig, provider, "a");
    const started = rig.store.ticks("a").reduce((sum, tick) => sum + tick.started, 0);
    expect(started).toBe(500);
  });

  it("retries transient failures, and a case whose attempts are used up is not scored, never failed", async () => {
    const provider = new ScriptedProvider((prompt, nth) => {
      if (prompt.endsWith(":7")) return error500;
      return prompt.endsWith("3") && nth === 1 ? error500 : {};
    });
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 100);
    await rig.supervisor().start();
    const run = await rig.until("a", "finished");
    expect(run.summary).toMatchObject({ done: 100, passed: 99, failed: 0, notScored: 1 });
    expect(run.summary.casesByAttempts).toEqual({ 1: 89, 2: 10, 4: 1 });
    expectAgreement(rig, provider, "a");
  });

  it("a 429 with Retry-After stops the whole pool for that long, and only the refused case pays an attempt", async () => {
    const provider = new ScriptedProvider((prompt, nth) =>
      prompt === "a:20" && nth === 1
        ? { fate: { outcome: "rate-limited", dimension: "requests", retryAfterMs: 12_000 }, status: 429, latencyMs: 10 }
        : {},
    );
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 60);
    await rig.supervisor().start();
    const run = await rig.until("a", "finished");
    expect(run.summary.casesByAttempts).toEqual({ 1: 59, 2: 1 });
    const refusedAt = provider.arrivals.find((a) => a.prompt === "a:20")?.atMs ?? 0;
    const during = provider.arrivals.filter((a) => a.atMs > refusedAt + 10 && a.atMs < refusedAt + 12_010);
    expect(during).toEqual([]);
    expect(rig.store.log("a").some((entry) => entry.kind === "cooldown")).toBe(true);
  });

  it("a refused key stops every run of the provider after one round of calls, says why, and loses nothing", async () => {
    const provider = new ScriptedProvider(() => ({ fate: { outcome: "auth" }, status: 401, latencyMs: 50 }));
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 300);
    rig.addRun("b", 300);
    await rig.supervisor().start();
    const a = await rig.until("a", "paused");
    const b = await rig.until("b", "paused");
    expect(a.stopReason?.code).toBe("auth");
    expect(b.stopReason?.code).toBe("auth");
    expect(provider.arrivals.length).toBeLessThanOrEqual(LIMITS.concurrency);
    expect(a.summary.done).toBe(0);
    expectAgreement(rig, provider, "a");
  });

  it("a run whose evaluators cannot be used rests with the reason, and those queued after it start", async () => {
    const rig = engineRig(new ScriptedProvider(() => ({})), LIMITS);
    rig.addRun("broken", 10, undefined, [{ type: "json", schema: { type: 3 }, equals: false }]);
    rig.addRun("sound", 10);
    await rig.supervisor().start();
    await rig.until("sound", "finished");
    expect(rig.store.record("sound").summary.passed).toBe(10);
    expect(rig.store.record("broken")).toMatchObject({
      state: "paused",
      stopReason: { code: "internal" },
      summary: { done: 0 },
    });
  });

  it("pause lets calls in flight end and starts nothing; resume goes on where it was", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 400 }));
    const rig = engineRig(provider, { ...LIMITS, requestsPerSecond: 10 });
    rig.addRun("a", 80);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(3000);
    const pausing = await rig.supervisor().pause("a", { actor: "Ana", holdRetries: false });
    expect(pausing.state).toBe("pausing");
    const paused = await rig.until("a", "paused");
    const sent = provider.arrivals.length;
    expect(paused.summary.done).toBe(sent);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(provider.arrivals.length).toBe(sent);
    expect((await rig.supervisor().pause("a", { actor: "Ana", holdRetries: false })).state).toBe("paused");
    await rig.supervisor().resume("a", { actor: "Ana" });
    const done = await rig.until("a", "finished");
    expect(done.summary.passed).toBe(80);
    expect(done.activeMs).toBeLessThan((done.finishedAt ?? 0) - (done.startedAt ?? 0) - 9000);
    expectAgreement(rig, provider, "a");
  });

  it("cancel drops what is in flight, keeps what is finished, and resume runs the rest with no case twice", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 500 }));
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 120);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(1700);
    await rig.supervisor().cancel("a", { actor: "Ana" });
    const cancelled = await rig.until("a", "cancelled");
    expect(cancelled.summary.done).toBeGreaterThan(0);
    expect(cancelled.summary.attempts.cancelled).toBeGreaterThan(0);
    expectAgreement(rig, provider, "a");
    await rig.supervisor().resume("a", { actor: "Ana" });
    const done = await rig.until("a", "finished");
    expect(done.summary.passed).toBe(120);
    expectAgreement(rig, provider, "a");
  });

  it("a process that dies in the middle loses no finished case and repeats none", async () => {
    const provider = new ScriptedProvider((_, nth) => ({ latencyMs: 300, ...(nth === 1 ? {} : {}) }));
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 200);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(2100);
    const before = rig.store.finished("a").map((f) => f.ord);
    expect(before.length).toBeGreaterThan(0);
    rig.store.failure = new Error("the old process is dead"); // nothing it does from here on is written
    const dead = rig.supervisor();
    await vi.advanceTimersByTimeAsync(1);
    vi.clearAllTimers();
    rig.store.failure = null;
    expect(dead.activeRuns).toBe(1);
    await rig.restart().start();
    const done = await rig.until("a", "finished");
    expect(done.summary.done).toBe(200);
    const finished = rig.store.finished("a");
    expect(new Set(finished.map((f) => f.ord)).size).toBe(200);
    expect(finished.filter((f) => before.includes(f.ord)).every((f) => f.attempts.length === 1)).toBe(true);
  });

  it("a live edit is in force from the next start on and leaves a mark", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 50 }));
    const rig = engineRig(provider, { ...LIMITS, requestsPerSecond: 40, burst: 1 });
    const run = rig.addRun("a", 400);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(3000);
    const edited = { ...run, ...rig.store.record("a"), limitsScope: "run" as const, limitsRevision: 2 };
    const limits = { ...edited.limits, requestsPerSecond: 5 };
    rig.store.setRecord({ ...edited, limits });
    const at = performance.now();
    rig
      .supervisor()
      .runLimitsChanged({ ...edited, limits }, { actor: "Ana", reason: "calm", text: "40→5 rps", at: Date.now() });
    await vi.advanceTimersByTimeAsync(10_000);
    const after = provider.arrivals.filter((a) => a.atMs > at).length;
    expect(after).toBeGreaterThanOrEqual(48);
    expect(after).toBeLessThanOrEqual(51);
    expect(rig.store.log("a").find((entry) => entry.kind === "limit")?.text).toContain("40→5 rps");
    const limitsSeen = rig.store.ticks("a").map((tick) => tick.limit.requestsPerSecond);
    expect(limitsSeen.slice(0, 2)).toEqual([40, 40]);
    expect(limitsSeen.at(-1)).toBe(5);
  });

  it.each(["run", "pool"] as const)(
    "an edit of the %s in the moment in which it is taken up is in force",
    async (scope) => {
      const provider = new ScriptedProvider(() => ({ latencyMs: 10 }));
      const slow = { ...LIMITS, requestsPerSecond: 1, burst: 1 };
      const rig = engineRig(provider, scope === "pool" ? slow : LIMITS);
      const run = rig.addRun("a", 100, scope === "run" ? slow : undefined);
      const edit = { actor: "Ana", reason: null, text: "1→50 rps", at: Date.now() };
      // The record is read by now, and the run is not at work yet.
      const lastTickAt = rig.store.lastTickAt.bind(rig.store);
      rig.store.lastTickAt = (runId) => {
        const fast = { ...(scope === "run" ? run : rig.pool).limits, requestsPerSecond: 50 };
        if (scope === "run") {
          const edited = { ...rig.store.record("a"), limits: fast, limitsRevision: 2 };
          rig.store.setRecord(edited);
          rig.supervisor().runLimitsChanged(edited, edit);
        } else {
          const edited = { ...rig.pool, limits: fast, revision: 2 };
          rig.setPool(edited);
          rig.supervisor().poolLimitsChanged(edited, edit);
        }
        return lastTickAt(runId);
      };
      await rig.supervisor().start();
      await vi.advanceTimersByTimeAsync(5000);
      expect(rig.store.record("a")).toMatchObject({ state: "finished", summary: { done: 100 } });
      expect(rig.store.log("a").find((entry) => entry.kind === "limit")?.text).toContain("1→50 rps");
    },
  );

  it("results that cannot be stored are kept, nothing more is started, and all is written when it works again", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 50 }));
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 300);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(2000);
    rig.store.failure = new Error("disk full");
    await vi.advanceTimersByTimeAsync(2000);
    const held = provider.arrivals.length;
    await vi.advanceTimersByTimeAsync(5000);
    expect(provider.arrivals.length).toBe(held);
    expect(rig.supervisor().live("a")?.holdReason).toContain("disk full");
    rig.store.failure = null;
    const done = await rig.until("a", "finished");
    expect(done.summary.passed).toBe(300);
    expectAgreement(rig, provider, "a");
    const told = rig.store.log("a").map((entry) => entry.text);
    expect(told.filter((text) => text.includes("disk full"))).toHaveLength(1);
    expect(told).toContain("Results can be stored again; the run goes on");
  });

  it("that it is finished is told to the store until it takes it", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 50 }));
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 20);
    rig.store.failingMove = "complete";
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await rig.store.get("a"))?.summary.done).toBe(20);
    expect((await rig.store.get("a"))?.state).toBe("running");
    rig.store.failingMove = null;
    await rig.until("a", "finished");
    expectAgreement(rig, provider, "a");
    expect(rig.store.log("a").filter((entry) => entry.text.startsWith("Finished"))).toHaveLength(1);
  });

  it("lost cases can be requeued alone, while the run works and after it", async () => {
    let broken = true;
    const provider = new ScriptedProvider((prompt) => (broken && prompt.endsWith("5") ? error500 : {}));
    const rig = engineRig(provider, { ...LIMITS, retry: { attempts: 2, baseDelayMs: 10 } });
    rig.addRun("a", 100);
    await rig.supervisor().start();
    expect((await rig.until("a", "finished")).summary).toMatchObject({ passed: 90, notScored: 10 });
    broken = false;
    const { requeued } = await rig.supervisor().requeue("a", { outcomes: ["transient"] }, { actor: "Ana" });
    expect(requeued).toBe(10);
    const done = await rig.until("a", "finished");
    expect(done.summary).toMatchObject({ done: 100, passed: 100, notScored: 0, casesByAttempts: { 1: 90, 3: 10 } });
    expectAgreement(rig, provider, "a");
  });

  it("SIGTERM lets calls in flight end, and the next process goes on", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 800 }));
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 100);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(1200);
    const stopped = rig.supervisor().stop(10_000);
    await vi.advanceTimersByTimeAsync(1500);
    await stopped;
    const interrupted = rig.store.record("a");
    expect(interrupted.state).toBe("interrupted");
    expect(interrupted.summary.done).toBe(provider.arrivals.length);
    await rig.restart().start();
    const done = await rig.until("a", "finished");
    expect(done.summary.passed).toBe(100);
    expectAgreement(rig, provider, "a");
  });

  it("a thousand waiting cases are rows: only slots and a small look-ahead are ever in memory", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 1000 }));
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 1000);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(3000);
    expect(rig.supervisor().liveCases("a").length).toBeLessThanOrEqual(LIMITS.concurrency + 50);
    expect(provider.inFlightMax).toBeLessThanOrEqual(LIMITS.concurrency);
  });

  it("a small run started beside a large one finishes in its fair share of the time, at any position", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 200 }));
    const rig = engineRig(provider, { ...LIMITS, requestsPerSecond: 20, burst: 1 });
    rig.addRun("large", 5000);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(10_000);
    rig.addRun("small", 20);
    const from = Date.now();
    rig.supervisor().wake();
    const small = await rig.until("small", "finished");
    // Half of 20 rps: 2 s, and a look-ahead's worth of cases that were handed over before it came.
    expect((small.finishedAt ?? 0) - from).toBeLessThanOrEqual(3700);
    expect(rig.store.record("large").summary.done).toBeGreaterThan(200);
  });

  it("two runs share a pool half and half, and a third's own tight limits cost the others nothing", async () => {
    const provider = new ScriptedProvider(() => ({ latencyMs: 100 }));
    const rig = engineRig(provider, { ...LIMITS, requestsPerSecond: 40, burst: 4 });
    rig.addRun("a", 2000);
    rig.addRun("b", 2000);
    rig.addRun("c", 2000, { ...LIMITS, requestsPerSecond: 2, burst: 1 });
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(3000); // the first had the pool to itself for a moment
    const from = performance.now();
    await vi.advanceTimersByTimeAsync(30_000);
    const since = provider.arrivals.filter((arrival) => arrival.atMs >= from);
    const started = (id: string) => since.filter((arrival) => arrival.prompt.startsWith(`${id}:`)).length;
    expect(started("c")).toBeGreaterThanOrEqual(55);
    expect(started("c")).toBeLessThanOrEqual(61);
    expect(Math.abs(started("a") - started("b"))).toBeLessThanOrEqual(4);
    expect(started("a") + started("b") + started("c")).toBeGreaterThanOrEqual(1180);
  });
});
