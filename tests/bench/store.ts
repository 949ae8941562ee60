import { emptyRunSummary } from "@/lib/core/metrics/run-summary";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import { arithmeticCases, openRealEngine } from "@/tests/support/real-engine";

export interface StoreResult {
  readonly cases: number;
  readonly casesPerSecond: number;
  readonly cpuMsPerCase: number;
}

const BATCH = 250;

/** How many finished cases, each with its attempt, output and score, SQLite takes in a second. */
export async function measureStore(n: number): Promise<StoreResult> {
  const engine = await openRealEngine();
  await engine.supervisor.stop(0); // the run is written to by this alone
  const runId = await engine.launch({
    cases: arithmeticCases(n),
    limits: { requestsPerSecond: 1, burst: 1, concurrency: 1 },
  });
  const attempt: AttemptRecord = {
    n: 1,
    role: "target",
    startedAt: Date.now(),
    status: 200,
    outcome: "ok",
    detail: null,
    errorCode: null,
    errorMessage: null,
    queueMs: 1.5,
    limiterWaitMs: 20.25,
    providerLatencyMs: 812,
    backoffMs: 0,
    retryAfterMs: null,
    requestId: "req_1234567890",
    headers: { "x-ratelimit-remaining-requests": "49" },
    inputTokens: 120,
    outputTokens: 80,
    cachedInputTokens: null,
    costUsd: 0.0001,
  };
  const cpu = process.cpuUsage();
  const from = performance.now();
  for (let at = 0; at < n; at += BATCH) {
    await engine.stores.runs.write(runId, {
      cases: Array.from({ length: Math.min(BATCH, n - at) }, (_, i) => ({
        ord: at + i,
        result: "passed" as const,
        output: "She makes 9 * 2 = 18 dollars every day at the market. ".repeat(4),
        scores: [{ evaluator: "numeric", score: 1, passed: true, detail: "18 = 18" }],
        attempts: [attempt],
        limiterWaitMs: 20.25,
        backoffMs: 0,
        providerLatencyMs: 812,
        inputTokens: 120,
        outputTokens: 80,
        costUsd: null,
        error: null,
        finishedAt: Date.now(),
      })),
      parked: [],
      ticks: [],
      log: [],
      summary: emptyRunSummary(),
      activeMs: 0,
    });
  }
  const wallMs = performance.now() - from;
  const used = process.cpuUsage(cpu);
  await engine.close();
  return { cases: n, casesPerSecond: (n * 1000) / wallMs, cpuMsPerCase: (used.user + used.system) / 1000 / n };
}
