import { afterAll, beforeAll, expect, it } from "vitest";
import { totalAttempts } from "@/lib/core/metrics/fold-summary";
import { GSM8K_ANSWERS, gsm8kCases, openRealEngine } from "@/tests/support/real-engine";

/** Of 200 starts a second. */
const ON_THE_WAY_MOST = 4;

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
  const started = new Map(ticks.map((tick) => [tick.t / 1000, tick.started]));
  expectSameBySecond(started, new Map(Object.entries(stats?.perSecond ?? {}).map(([t, count]) => [Number(t), count])));
}, 180_000);

/**
 * All starts are equal to all arrivals, and so they are at the end of every second, but for those few that were on their
 * way when it turned: on a busy machine a start and its arrival can lie on either side of it.
 */
function expectSameBySecond(started: ReadonlyMap<number, number>, arrived: ReadonlyMap<number, number>): void {
  const seconds = [...new Set([...started.keys(), ...arrived.keys()])].sort((a, b) => a - b);
  let ahead = 0;
  for (const second of seconds) {
    ahead += (started.get(second) ?? 0) - (arrived.get(second) ?? 0);
    expect(Math.abs(ahead), `starts beyond arrivals at the end of ${second}`).toBeLessThanOrEqual(ON_THE_WAY_MOST);
  }
  expect(ahead).toBe(0);
}
