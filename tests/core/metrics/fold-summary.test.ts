import { describe, expect, it } from "vitest";
import { addBackoff, emptyBackoffWaits } from "@/lib/core/metrics/backoff-waits";
import { addAttempt, addCaseResult, totalAttempts } from "@/lib/core/metrics/fold-summary";
import { latencyCount } from "@/lib/core/metrics/latency-histogram";
import { passRate, passRateMargin } from "@/lib/core/metrics/pass-rate";
import { emptyRunSummary, runSummarySchema } from "@/lib/core/metrics/run-summary";
import { ATTEMPT_OUTCOMES } from "@/lib/core/retry/attempt-outcome";
import type { AttemptRecord } from "@/lib/core/runs/case-result";

function attempt(over: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    n: 1,
    role: "target",
    startedAt: 0,
    status: 200,
    outcome: "ok",
    detail: null,
    errorCode: null,
    errorMessage: null,
    queueMs: 0,
    limiterWaitMs: 40,
    providerLatencyMs: 200,
    backoffMs: 0,
    retryAfterMs: null,
    requestId: null,
    headers: {},
    inputTokens: 10,
    outputTokens: 3,
    cachedInputTokens: null,
    costUsd: null,
    ...over,
  };
}

describe("addAttempt", () => {
  it("counts each outcome once, in its own counter", () => {
    const summary = emptyRunSummary();
    for (const outcome of ATTEMPT_OUTCOMES) addAttempt(summary, attempt({ outcome }));
    expect(Object.values(summary.attempts)).toEqual(ATTEMPT_OUTCOMES.map(() => 1));
    expect(totalAttempts(summary)).toBe(ATTEMPT_OUTCOMES.length);
  });

  it("counts the latency of responses only, the limiter wait of every attempt, and the tokens that are known", () => {
    const summary = emptyRunSummary();
    addAttempt(summary, attempt());
    addAttempt(summary, attempt({ outcome: "rate-limited", status: 429, inputTokens: null, outputTokens: null }));
    addAttempt(summary, attempt({ outcome: "transient", status: null, providerLatencyMs: 60_000 }));
    expect(latencyCount(summary.latency)).toBe(2);
    expect(latencyCount(summary.limiterWait)).toBe(3);
    expect([summary.inputTokens, summary.outputTokens]).toEqual([20, 6]);
  });
});

describe("addCaseResult", () => {
  it("keeps done = passed + failed + not scored = cases by attempts", () => {
    const summary = emptyRunSummary();
    addCaseResult(summary, "passed", 1, { limiterWaitMs: 10, backoffMs: 0, callMs: 1000 });
    addCaseResult(summary, "failed", 1, { limiterWaitMs: 10, backoffMs: 0, callMs: 900 });
    addCaseResult(summary, "not-scored", 4, { limiterWaitMs: 30, backoffMs: 2500, callMs: 200 });
    expect(summary).toMatchObject({ done: 3, passed: 1, failed: 1, notScored: 1, limiterWaitMs: 50, backoffMs: 2500 });
    expect(summary.callMs).toBe(2100);
    expect(summary.casesByAttempts).toEqual({ 1: 2, 4: 1 });
    expect(summary.lostByAttempts).toEqual({ 4: 1 });
    expect(runSummarySchema.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary);
  });

  it("leaves a run from before calls were summed up without a sum", () => {
    const { callMs: _, overheadMs: __, backoffWaits: ___, ...old } = emptyRunSummary();
    const summary = runSummarySchema.parse(old);
    addCaseResult(summary, "passed", 1, { limiterWaitMs: 10, backoffMs: 0, callMs: 1000 });
    expect(summary).toMatchObject({ callMs: null, overheadMs: null, backoffWaits: emptyBackoffWaits() });
  });
});

describe("addBackoff", () => {
  it.each([
    [0, 0],
    [999, 0],
    [1000, 1],
    [4999, 2],
    [14_999, 3],
    [15_000, 4],
    [59_999, 4],
    [60_000, 5],
    [7_200_000, 5],
  ])("counts %i ms in class %i", (delayMs, at) => {
    const waits = emptyBackoffWaits();
    addBackoff(waits, delayMs, true);
    expect(waits.asked.indexOf(1)).toBe(at);
    expect(waits.computed).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("the pass rate", () => {
  it.each([
    [0, 0, null],
    [1, 0, 1],
    [742, 577, 742 / 1319],
  ])("of %i passed and %i failed is %s", (passed, failed, rate) => {
    expect(passRate({ passed, failed })).toBe(rate);
  });

  it("says how sure it is", () => {
    expect(passRateMargin({ passed: 559, failed: 131 })).toBeCloseTo(0.029, 3);
    expect(passRateMargin({ passed: 0, failed: 0 })).toBeNull();
    expect(passRateMargin({ passed: 3, failed: 0 })).toBeGreaterThan(0.1);
  });
});
