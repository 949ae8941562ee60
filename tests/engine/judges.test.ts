import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LimitsInput } from "@/lib/core/limits/limits";
import { totalAttempts } from "@/lib/core/metrics/fold-summary";
import type { AttemptFate } from "@/lib/core/retry/attempt-outcome";
import { type EvaluatorConfig, evaluatorConfigSchema } from "@/lib/core/scoring/evaluator-config";
import { engineRig } from "@/tests/support/engine-rig";
import { type Reply, ScriptedProvider } from "@/tests/support/scripted-provider";
import { useVirtualTime } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const LIMITS = { requestsPerSecond: 50, burst: 10, concurrency: 16, retry: { baseDelayMs: 100 } };
const YES = { output: '{"reason": "it is so", "choice": "Y"}' };
const NO = { output: '{"reason": "it is not", "choice": "N"}' };
const NONSENSE = { output: "I like turtles." };
const error500 = { fate: { outcome: "transient", reason: "5xx", retryAfterMs: null }, status: 500 } as const;
const refused = (fate: AttemptFate, status: number) => ({ fate, status });

function judge(over: { providerId?: string; name?: string } = {}): EvaluatorConfig {
  const { providerId = "prov_2", name } = over;
  const rubric = { prompt: "Judge {{output}}!", choices: { Y: 1, N: 0 }, ...(name === undefined ? {} : { name }) };
  return evaluatorConfigSchema.parse({ type: "judge", providerId, model: "j", rubric });
}

/** Target and judge with providers and pools of their own. The judge's prompts are told apart by the answer they quote. */
function judgedRig(
  reply: (prompt: string, nth: number) => Reply,
  limits: LimitsInput = LIMITS,
  target: LimitsInput = LIMITS,
) {
  const targetProvider = new ScriptedProvider(() => ({ latencyMs: 100 }));
  const judgeProvider = new ScriptedProvider(reply);
  const rig = engineRig(targetProvider, target, undefined, { provider: judgeProvider, limits });
  return { rig, targetProvider, judgeProvider };
}

describe("a run with a judge", () => {
  it("scores each case by the judge's verdict, and counts the judge's calls apart from the target's", async () => {
    const { rig, targetProvider, judgeProvider } = judgedRig((prompt) => (prompt.includes(":7!") ? NO : YES));
    rig.addRun("a", 40, undefined, [judge()]);
    await rig.supervisor().start();
    const { summary } = await rig.until("a", "finished");
    expect(summary).toMatchObject({ done: 40, passed: 39, failed: 1, notScored: 0, casesByAttempts: { 1: 40 } });
    expect(totalAttempts(summary)).toBe(targetProvider.arrivals.length);
    expect(summary.judges).toMatchObject({ judge: { passed: 39, failed: 1, inputTokens: 400, outputTokens: 200 } });
    expect(summary.judges.judge?.attempts.ok).toBe(judgeProvider.arrivals.length);
    expect(summary).toMatchObject({ inputTokens: 400, outputTokens: 200 });
    const [item] = rig.store.finished("a").filter(({ ord }) => ord === 7);
    expect(item).toMatchObject({
      result: "failed",
      output: "a:7",
      scores: [{ evaluator: "judge", score: 0, passed: false, detail: "it is not", choice: "N" }],
      attempts: [
        { n: 1, role: "target" },
        { n: 2, role: "judge", judge: "judge" },
      ],
      inputTokens: 10,
    });
    const ticks = rig.store.ticks("a");
    expect(ticks.reduce((sum, tick) => sum + tick.started, 0)).toBe(40);
    const judged = ticks.flatMap((tick) => tick.judges ?? []);
    expect(new Set(judged.map(({ poolId }) => poolId))).toEqual(new Set(["pool_2"]));
    expect(judged.reduce((sum, tick) => sum + tick.started, 0)).toBe(40);
    expect(judged.reduce((sum, tick) => sum + tick.ok, 0)).toBe(40);
  });

  it("goes on with its verdicts when somebody ends the cooldown of the judge's pool", async () => {
    const wait = refused({ outcome: "rate-limited", dimension: "requests", retryAfterMs: 60_000 }, 429);
    const { rig } = judgedRig((_, nth) => (nth === 1 ? { ...wait, latencyMs: 500 } : YES), LIMITS);
    rig.addRun("a", 4, undefined, [judge()]);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(5000);
    expect(rig.supervisor().endCooldown("pool_1", { actor: "Ada" })).toBe(false);
    expect(rig.supervisor().endCooldown("pool_2", { actor: "Ada" })).toBe(true);
    const { state, summary } = await rig.until("a", "finished", 5000);
    expect([state, summary.passed]).toEqual(["finished", 4]);
    expect(rig.store.log("a")).toContainEqual(
      expect.objectContaining({ text: "Cooldown of a judge's pool ended early: verdicts go on", actor: "Ada" }),
    );
  });

  it("keeps the judge's pool within its own limits, while the target goes on at its own pace", async () => {
    const { rig, targetProvider, judgeProvider } = judgedRig(() => ({ ...YES, latencyMs: 300 }), {
      requestsPerSecond: 5,
      burst: 2,
      concurrency: 2,
    });
    rig.addRun("a", 60, undefined, [judge()]);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(3000);
    expect(targetProvider.arrivals.length).toBe(60);
    expect(rig.supervisor().livePool("pool_2")).toMatchObject({ runs: [{ runId: "a" }] });
    expect(rig.supervisor().live("a")?.active.judging).toBeGreaterThan(30);
    await rig.until("a", "finished");
    expect(judgeProvider.inFlightMax).toBeLessThanOrEqual(2);
    const at = judgeProvider.arrivals.map(({ atMs }) => atMs);
    for (const [i, from] of at.entries()) {
      const within = at.filter((t) => t >= from && t < from + 1000).length;
      expect(within, `second from arrival ${i}`).toBeLessThanOrEqual(2 + 5);
    }
    expect(rig.store.record("a").summary.passed).toBe(60);
  });

  it("holds the target back where too many answers wait, and loses none", async () => {
    const { rig, targetProvider } = judgedRig(
      () => ({ ...YES, latencyMs: 1000 }),
      {
        requestsPerSecond: 1,
        burst: 1,
        concurrency: 1,
      },
      { requestsPerSecond: 500, burst: 100, concurrency: 100 },
    );
    rig.addRun("a", 1000, undefined, [judge()]);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(targetProvider.arrivals.length).toBeGreaterThan(500);
    expect(targetProvider.arrivals.length).toBeLessThan(750);
    await rig.supervisor().cancel("a", { actor: "Ana" });
    await rig.until("a", "cancelled");
    expect(rig.store.attempts("a").filter(({ role, outcome }) => role === "target" && outcome === "ok").length).toBe(
      targetProvider.arrivals.length,
    );
  });

  it.each([1, 2])("target and judge may share one pool, even with concurrency %i", async (concurrency) => {
    const provider = new ScriptedProvider((prompt) => (prompt.startsWith("Judge") ? YES : {}));
    const rig = engineRig(provider, { requestsPerSecond: 20, burst: 1, concurrency });
    rig.addRun("a", 30, undefined, [judge({ providerId: "prov_1" })]);
    rig.addRun("own", 10, { requestsPerSecond: 10, burst: 1, concurrency: 1 }, [judge({ providerId: "prov_1" })]);
    await rig.supervisor().start();
    const run = await rig.until("a", "finished");
    expect(run.summary).toMatchObject({ passed: 30, judges: { judge: { passed: 30 } } });
    expect((await rig.until("own", "finished")).summary.passed).toBe(10);
    expect(provider.inFlightMax).toBeLessThanOrEqual(concurrency);
    expect(provider.arrivals.length).toBe(80);
  });

  it("asks several judges, all of which have to be content", async () => {
    const { rig } = judgedRig((prompt, nth) => (prompt.includes(":3!") && nth === 2 ? NO : YES));
    rig.addRun("a", 10, undefined, [judge({ name: "tone" }), judge({ name: "facts" })]);
    await rig.supervisor().start();
    const { summary } = await rig.until("a", "finished");
    expect(summary).toMatchObject({ passed: 9, failed: 1 });
    expect(summary.judges["judge (tone)"]?.attempts.ok).toBe(10);
    expect(summary.judges["judge (facts)"]?.attempts.ok).toBe(10);
    for (const { scores } of rig.store.finished("a")) {
      expect(scores.map(({ evaluator }) => evaluator)).toEqual(["judge (tone)", "judge (facts)"]);
    }
  });

  it("retries a judge's failures by its own pool's policy, without another call of the target", async () => {
    const { rig, targetProvider, judgeProvider } = judgedRig((_, nth) => (nth < 3 ? error500 : YES));
    rig.addRun("a", 5, undefined, [judge()]);
    await rig.supervisor().start();
    const { summary } = await rig.until("a", "finished");
    expect(summary.passed).toBe(5);
    expect(summary.judges.judge?.attempts).toMatchObject({ ok: 5, transient: 10 });
    expect(summary.attempts).toMatchObject({ ok: 5, transient: 0 });
    expect([targetProvider.arrivals.length, judgeProvider.arrivals.length]).toEqual([5, 15]);
  });
});

describe("a judge that fails", () => {
  it("leaves the case not scored, saying which judge and why; requeueing asks only the judge", async () => {
    let well = false;
    const { rig, targetProvider, judgeProvider } = judgedRig((prompt) =>
      prompt.includes(":3!") && !well ? error500 : YES,
    );
    rig.addRun("a", 8, undefined, [judge({ name: "tone" }), judge({ name: "facts", providerId: "prov_1" })]);
    // The target's provider judges as well, and always gives a verdict.
    targetProvider.arrivals.length = 0;
    await rig.supervisor().start();
    const first = await rig.until("a", "finished");
    const [lost] = rig.store.finished("a").filter(({ result }) => result === "not-scored");
    expect(first.summary.notScored).toBeGreaterThanOrEqual(1);
    expect(lost?.output).toMatch(/^a:/);
    expect(lost?.error?.message).toMatch(/^Not scored: judge \(/);
    well = true;
    const targetCalls = targetProvider.arrivals.filter(({ prompt }) => prompt.startsWith("a:")).length;
    const judgeCalls = judgeProvider.arrivals.length;
    expect(targetCalls).toBe(8);
    const { requeued } = await rig.supervisor().requeue("a", {}, { actor: "Ana" });
    expect(requeued).toBe(first.summary.notScored);
    await rig.until("a", "finished");
    expect(targetProvider.arrivals.filter(({ prompt }) => prompt.startsWith("a:")).length).toBe(targetCalls);
    expect(judgeProvider.arrivals.length).toBe(judgeCalls + 1);
  });

  it("that answers nonsense is asked once more, and then not believed", async () => {
    const { rig, targetProvider, judgeProvider } = judgedRig((prompt, nth) => {
      if (prompt.startsWith("That is no verdict")) return nth > 2 ? NONSENSE : YES;
      return prompt.includes(":2!") || prompt.includes(":4!") || prompt.includes(":6!") ? NONSENSE : YES;
    });
    rig.addRun("a", 8, undefined, [judge()]);
    await rig.supervisor().start();
    const { summary } = await rig.until("a", "finished");
    expect(summary).toMatchObject({ passed: 7, notScored: 1 });
    expect([targetProvider.arrivals.length, judgeProvider.arrivals.length]).toEqual([8, 8 + 3]);
    const [lost] = rig.store.finished("a").filter(({ result }) => result === "not-scored");
    expect(lost?.error).toEqual({
      code: "judge-nonsense",
      message:
        "Not scored: judge [name of prov_2 · j] gave no verdict: it holds no JSON object. It said: I like turtles.",
    });
    expect(lost?.attempts.map(({ role }) => role)).toEqual(["target", "judge", "judge"]);
    const logged = rig.store.log("a").filter(({ kind }) => kind === "gave-up");
    expect(logged.map(({ caseId, text }) => [caseId, text])).toEqual([
      [`case-${lost?.ord}`, expect.stringContaining("I like turtles. Not scored.")],
    ]);
  });

  it("with a model that takes no JSON schema is asked in words, from then on at once", async () => {
    const badRequest = refused({ outcome: "bad-request", stopsRun: false }, 400);
    const { rig, judgeProvider } = judgedRig(
      (_, nth) => (nth === 1 && judgeProvider.formats.at(-1) ? badRequest : YES),
      {
        ...LIMITS,
        concurrency: 1,
      },
    );
    rig.addRun("a", 20, undefined, [judge()]);
    await rig.supervisor().start();
    const { summary } = await rig.until("a", "finished");
    expect(summary).toMatchObject({ passed: 20, judges: { judge: { attempts: { ok: 20 } } } });
    // One more may be under way before the first has had its answer in words.
    expect(summary.judges.judge?.attempts.badRequest).toBeLessThanOrEqual(2);
  });

  it.each([
    ["auth", { outcome: "auth" }, 401],
    ["quota-exhausted", { outcome: "quota-exhausted" }, 429],
    ["bad-request", { outcome: "bad-request", stopsRun: true }, 404],
  ] as const)("for %s stops the run, names its provider, and keeps every answer", async (code, fate, status) => {
    let mended = false;
    const { rig, targetProvider, judgeProvider } = judgedRig(() => (mended ? YES : refused(fate, status)));
    rig.addRun("a", 60, undefined, [judge()]);
    await rig.supervisor().start();
    const run = await rig.until("a", "paused");
    expect(run.stopReason?.code).toBe(code);
    expect(run.stopReason?.message).toContain("The provider of judge [name of prov_2 · j]");
    expect(judgeProvider.arrivals.length).toBeLessThanOrEqual(LIMITS.concurrency);
    mended = true;
    await rig.supervisor().resume("a", { actor: "Ana" });
    const done = await rig.until("a", "finished");
    expect(done.summary).toMatchObject({ done: 60, passed: 60 });
    expect(targetProvider.arrivals.length).toBe(60);
  });

  it("stops also the runs that its provider serves as target", async () => {
    const provider = new ScriptedProvider((prompt) =>
      prompt.startsWith("Judge") ? refused({ outcome: "auth" }, 401) : { latencyMs: 2000 },
    );
    const rig = engineRig(provider, LIMITS);
    rig.addRun("a", 60, undefined, [judge({ providerId: "prov_1" })]);
    rig.addRun("b", 600);
    await rig.supervisor().start();
    expect((await rig.until("b", "paused")).stopReason?.code).toBe("auth");
  });

  it("whose provider was deleted stops the run before it starts, by name", async () => {
    const { rig, targetProvider } = judgedRig(() => YES);
    rig.addRun("a", 5, undefined, [judge({ name: "tone" })]);
    rig.removeProvider("prov_2");
    await rig.supervisor().start();
    const run = await rig.until("a", "paused");
    expect(run.stopReason).toEqual({
      code: "provider-missing",
      message: "The provider of judge (tone) (name of prov_2) was deleted. Start a new run with another judge.",
    });
    expect(targetProvider.arrivals).toEqual([]);
  });
});

describe("an answer that waits for its verdict", () => {
  const SLOW = { requestsPerSecond: 2, burst: 1, concurrency: 1 };

  it.each([false, true])("survives a pause (retries held: %s), and is not asked for again", async (holdRetries) => {
    const { rig, targetProvider, judgeProvider } = judgedRig(() => YES, SLOW);
    rig.addRun("a", 40, undefined, [judge()]);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(2500);
    await rig.supervisor().pause("a", { actor: "Ana", holdRetries });
    const paused = await rig.until("a", "paused", 5000);
    expect(paused.state).toBe("paused");
    expect(paused.summary.done).toBeLessThan(10);
    const [sent, judged] = [targetProvider.arrivals.length, judgeProvider.arrivals.length];
    await vi.advanceTimersByTimeAsync(10_000);
    expect(judgeProvider.arrivals.length).toBe(judged);
    await rig.supervisor().resume("a", { actor: "Ana" });
    const done = await rig.until("a", "finished");
    expect(done.summary.passed).toBe(40);
    expect(targetProvider.arrivals.length).toBe(40);
    expect(sent).toBeGreaterThan(judged);
    expect(judgeProvider.arrivals.length).toBe(40);
  });

  it("is taken up where a pause is taken back at once", async () => {
    const { rig, targetProvider, judgeProvider } = judgedRig(() => ({ ...YES, latencyMs: 700 }), SLOW);
    rig.addRun("a", 20, undefined, [judge()]);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(1700);
    await rig.supervisor().pause("a", { actor: "Ana", holdRetries: false });
    await rig.supervisor().resume("a", { actor: "Ana" });
    const done = await rig.until("a", "finished");
    expect(done.summary).toMatchObject({ done: 20, passed: 20 });
    expect([targetProvider.arrivals.length, judgeProvider.arrivals.length]).toEqual([20, 20]);
  });

  it("survives cancel and resume", async () => {
    const { rig, targetProvider } = judgedRig(() => YES, SLOW);
    rig.addRun("a", 20, undefined, [judge()]);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(3000);
    await rig.supervisor().cancel("a", { actor: "Ana" });
    await rig.until("a", "cancelled", 2000);
    await rig.supervisor().resume("a", { actor: "Ana" });
    const done = await rig.until("a", "finished");
    expect(done.summary).toMatchObject({ done: 20, passed: 20 });
    expect(targetProvider.arrivals.length).toBe(20);
  });

  it("survives the death of the process once it was written, with the verdicts it had", async () => {
    const { rig, targetProvider } = judgedRig((prompt) => (prompt.startsWith("Judge") ? YES : {}), SLOW);
    rig.addRun("a", 20, undefined, [judge({ name: "slow" }), judge({ name: "quick", providerId: "prov_1" })]);
    targetProvider.answerWith((prompt) => (prompt.startsWith("Judge") ? YES : {}));
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(4000);
    const before = rig.store.record("a").summary;
    expect(before.judges["judge (quick)"]?.passed).toBe(20);
    expect(before.done).toBeLessThan(12);
    await rig.supervisor().stop(0);
    rig.store.setRecord({ ...rig.store.record("a"), state: "running" });
    await rig.restart().start();
    const done = await rig.until("a", "finished");
    expect(done.summary).toMatchObject({ done: 20, passed: 20 });
    expect(done.summary.judges["judge (quick)"]).toMatchObject({ passed: 20, failed: 0 });
    expect(done.summary.judges["judge (slow)"]).toMatchObject({ passed: 20, failed: 0 });
    // 20 answers and 20 verdicts of the quick judge, each once.
    expect(targetProvider.arrivals.length).toBe(40);
  });
});
