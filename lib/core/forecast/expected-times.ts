import type { RetryPolicy } from "../limits/limits";
import type { AttemptFate } from "../retry/attempt-outcome";
import { decideRetry } from "../retry/decide-retry";

export interface ExpectedTimesInput {
  readonly cases: number;
  readonly attemptsPerCase: number;
  /** In force for this run, and so is `burst`; the lower of requests and tokens. */
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly concurrency: number;
  /** Mean time of a call. */
  readonly latencyMs: number;
  /** Shares of attempts, 0 to 1: that fail and are tried again, and that get 429. */
  readonly transientShare: number;
  readonly rateLimitedShare: number;
  /** The wait that the provider asks for with a 429; null: it asks for none. */
  readonly askedWaitMs: number | null;
  readonly retry: RetryPolicy;
}

/** What of a case's time a launch expects beside its calls, mean of all cases, ms. */
export interface ExpectedTimes {
  readonly limiterWaitMs: number;
  readonly backoffMs: number;
}

export function expectedTimes(input: ExpectedTimesInput): ExpectedTimes {
  const attempts = Math.ceil(input.cases * input.attemptsPerCase);
  return { limiterWaitMs: meanWaitMs(input, attempts) * input.attemptsPerCase, backoffMs: meanBackoffMs(input) };
}

/** Attempts that are reckoned one by one; what follows goes on as the second half of them did. */
const ATTEMPTS_MOST = 2000;

/**
 * The mean time that an attempt holds a slot before its permit, every call taking the mean: an attempt gets the slot
 * that comes free first, and its permit in turn, of a bucket that starts full.
 */
function meanWaitMs(input: ExpectedTimesInput, attempts: number): number {
  const { requestsPerSecond, burst, concurrency, latencyMs } = input;
  const reckoned = Math.min(attempts, Math.max(ATTEMPTS_MOST, 4 * concurrency));
  if (reckoned === 0) return 0;
  const freeAt: number[] = [];
  const waits: number[] = [];
  for (let at = 0; at < reckoned; at++) {
    const slotMs = at < concurrency ? 0 : (freeAt[at - concurrency] ?? 0);
    const permitMs = (Math.max(0, at + 1 - burst) / requestsPerSecond) * 1000;
    const startMs = Math.max(slotMs, permitMs);
    waits.push(startMs - slotMs);
    freeAt.push(startMs + latencyMs);
  }
  const late = waits.slice(Math.floor(reckoned / 2));
  const rest = (attempts - reckoned) * (sum(late) / late.length);
  return (sum(waits) + rest) / attempts;
}

/** Below this share of failures a single one is no sign of an outage, as the engine sees it. */
const ISOLATED_BELOW = 0.1;

/** By the engine's own rules: of all cases the share that fails so often waits once more. */
function meanBackoffMs(input: ExpectedTimesInput): number {
  const { transientShare, rateLimitedShare, askedWaitMs, retry } = input;
  const failing = Math.min(1, transientShare + rateLimitedShare);
  if (failing <= 0) return 0;
  const surroundings = { isolated: failing < ISOLATED_BELOW, refusalsInARow: 1 };
  const waitAfter = (fate: AttemptFate, attempt: number) => {
    // Chance at its mean gives the mean wait.
    const decision = decideRetry(fate, attempt, retry, () => 0.5, surroundings);
    return decision.kind === "retry" ? decision.delayMs : 0;
  };
  let expected = 0;
  for (let attempt = 1; attempt < retry.attempts; attempt++) {
    const refusedMs = waitAfter({ outcome: "rate-limited", dimension: "requests", retryAfterMs: askedWaitMs }, attempt);
    const failedMs = waitAfter({ outcome: "transient", reason: "5xx", retryAfterMs: null }, attempt);
    expected += failing ** (attempt - 1) * (rateLimitedShare * refusedMs + transientShare * failedMs);
  }
  return expected;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
