import { totalAttempts } from "@/lib/core/metrics/fold-summary";
import { arithmeticCases, type EvalSpec, GSM8K_ANSWERS, gsm8kCases, openRealEngine } from "@/tests/support/real-engine";

export interface WallResult {
  readonly name: string;
  readonly cases: number;
  readonly wallMs: number;
  readonly leastMs: number;
  readonly attempts: number;
  readonly rejected: number;
  readonly lost: number;
  readonly passed: number;
  readonly agrees: boolean;
}

/** First start to last finish. The run's own clock would add the beats on which its state changes. */
async function measure(name: string, spec: EvalSpec, retried: number, latencyMs: number): Promise<WallResult> {
  const engine = await openRealEngine();
  try {
    const runId = await engine.launch(spec);
    const run = await engine.settled(runId);
    const stats = engine.simulatorStats(runId);
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for await (const chunk of engine.stores.cases.details(runId, {})) {
      for (const row of chunk) {
        for (const attempt of row.attempts) {
          first = Math.min(first, attempt.startedAt);
          last = Math.max(last, attempt.startedAt + attempt.providerLatencyMs);
        }
      }
    }
    const { summary } = run;
    const cases = spec.cases.length;
    const { requestsPerSecond, burst } = spec.limits;
    const attempts = totalAttempts(summary);
    return {
      name,
      cases,
      wallMs: last - first,
      leastMs: ((cases * (1 + retried) - burst) / requestsPerSecond) * 1000 + latencyMs,
      attempts,
      rejected: summary.attempts.rateLimited,
      lost: summary.notScored + (cases - summary.done),
      passed: summary.passed,
      agrees: stats === null || stats.requests === attempts,
    };
  } finally {
    await engine.close();
  }
}

const LIMITS = { requestsPerSecond: 50, burst: 10, concurrency: 32 };
const STRICT = { requestsPerSecond: 50, burst: 10 };

/** Runs against a provider that enforces the very same limits. `retried`: further attempts that the faults cost, per case. */
export async function wallTable(): Promise<WallResult[]> {
  const cases = arithmeticCases(500);
  return [
    await measure("500 cases, 50 rps, burst 10", { cases, limits: LIMITS, simulated: { limits: STRICT } }, 0, 200),
    await measure(
      "same with 2 % 500s and 1 % resets",
      { cases, limits: LIMITS, simulated: { limits: STRICT, faults: { error500: 0.02, reset: 0.01 } } },
      0.03 / 0.97,
      200,
    ),
    await measure(
      "GSM8K, 1,319 cases, 2 % 500s",
      {
        cases: gsm8kCases(),
        model: "175b_verification",
        limits: LIMITS,
        simulated: { limits: STRICT, faults: { error500: 0.02 }, answersFile: GSM8K_ANSWERS },
      },
      0.02 / 0.98,
      200,
    ),
  ];
}

/** The GSM8K eval against `npm run simulator` on HTTP. */
export function gsm8kOverHttp(baseUrl: string): Promise<WallResult> {
  return measure(
    "GSM8K over HTTP, 2 % 500s",
    { cases: gsm8kCases(), model: "175b_verification", limits: LIMITS, baseUrl },
    0.02 / 0.98,
    200,
  );
}
