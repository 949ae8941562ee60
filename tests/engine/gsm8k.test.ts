import { afterAll, beforeAll, expect, it } from "vitest";
import { totalAttempts } from "@/lib/core/metrics/fold-summary";
import { GSM8K_ANSWERS, gsm8kCases, openRealEngine } from "@/tests/support/real-engine";

let engine: Awaited<ReturnType<typeof openRealEngine>>;
beforeAll(async () => {
  engine = await openRealEngine();
});
afterAll(() => engine.close());

it("a full GSM8K eval with recorded answers and faults scores exactly what the dataset's authors found, and every figure equals the provider's", async () => {
  const runId = await engine.launch({
    cases: gsm8kCases(),
    model: "175b_verification",
    limits: { requestsPerSecond: 200, burst: 20, concurrency: 64, retry: { attempts: 6, baseDelayMs: 50 } },
    simulated: {
      limits: { requestsPerSecond: 200, burst: 20 },
      latencyMedianMs: 50,
      faults: { error500: 0.02 },
      answersFile: GSM8K_ANSWERS,
    },
  });
  const run = await engine.settled(runId);
  const stats = engine.simulatorStats(runId);
  expect(run.state).toBe("finished");
  expect(run.summary).toMatchObject({ done: 1319, passed: 742, failed: 577, notScored: 0 });
  expect(totalAttempts(run.summary)).toBe(stats?.requests);
  expect(run.summary.attempts.ok).toBe(stats?.ok);
  expect(run.summary.attempts.rateLimited).toBe(stats?.rateLimited);
  expect(run.summary.attempts.transient).toBe(stats?.faults);
  expect(run.summary.casesByAttempts).toEqual(stats?.attemptsByPrompt);
  const ticks = await engine.stores.metrics.ticks(runId, 0, Date.now());
  const bySecond = Object.fromEntries(ticks.filter((t) => t.started > 0).map((t) => [t.t / 1000, t.started]));
  expect(bySecond).toEqual(stats?.perSecond);
}, 60_000);
