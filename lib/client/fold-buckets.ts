import type { MetricsBucket } from "@/lib/contracts/metrics";
import { least } from "@/lib/core/metrics/fold-ticks";

type Quantiles = { p50: number | null; p95: number | null };

/**
 * Folds seconds into one bucket that starts at `startMs`: counts are added, gauges averaged, the lowest and the
 * highest second kept, all as the server folds them. Quantiles are averaged by their number of samples: near enough until the server's own bucket is fetched.
 */
export function foldSeconds(startMs: number, seconds: readonly MetricsBucket[]): MetricsBucket | null {
  const last = seconds.at(-1);
  if (last === undefined) return null;
  const samples = sum(seconds, (s) => s.samples);
  const mean = (read: (s: MetricsBucket) => number) =>
    samples === 0 ? 0 : sum(seconds, (s) => read(s) * s.samples) / samples;
  const most = (read: (s: MetricsBucket) => number) => Math.max(...seconds.map(read));
  const fewest = (read: (s: MetricsBucket) => number) => Math.min(...seconds.map(read));
  return {
    // What is not told below is as the last second had it: the limits in force, and the share of the pool.
    ...last,
    t: new Date(startMs).toISOString(),
    samples,
    paused: seconds.some((s) => s.paused),
    cooldown: seconds.some((s) => s.cooldown),
    cooldownUntil: latest(seconds.map((s) => s.cooldownUntil)),
    started: sum(seconds, (s) => s.started),
    startedMin: least(seconds.map((s) => s.startedMin)),
    startedMax: most((s) => s.startedMax),
    finished: sum(seconds, (s) => s.finished),
    ok: sum(seconds, (s) => s.ok),
    rateLimited: sum(seconds, (s) => s.rateLimited),
    otherErrors: sum(seconds, (s) => s.otherErrors),
    errors: foldErrors(seconds),
    retries: sum(seconds, (s) => s.retries),
    inFlight: mean((s) => s.inFlight),
    inFlightMin: fewest((s) => s.inFlightMin),
    inFlightMax: most((s) => s.inFlightMax),
    waiting: mean((s) => s.waiting),
    waitingMin: fewest((s) => s.waitingMin),
    waitingMax: most((s) => s.waitingMax),
    backingOff: mean((s) => s.backingOff),
    backingOffMin: fewest((s) => s.backingOffMin),
    backingOffMax: most((s) => s.backingOffMax),
    idle: mean((s) => s.idle),
    queued: mean((s) => s.queued),
    permits: mean((s) => s.permits ?? 0),
    permitsMin: least(seconds.map((s) => s.permitsMin)),
    permitsMax: most((s) => s.permitsMax ?? 0),
    headroom: {
      requests: least(seconds.map((s) => s.headroom.requests)),
      tokens: least(seconds.map((s) => s.headroom.tokens)),
    },
    tokens: sum(seconds, (s) => s.tokens),
    tokensMin: least(seconds.map((s) => s.tokensMin)),
    tokensMax: most((s) => s.tokensMax),
    costUsd: seconds.some((s) => s.costUsd !== null) ? sum(seconds, (s) => s.costUsd ?? 0) : null,
    latencyMs: {
      ...foldQuantiles(
        seconds,
        (s) => s.latencyMs,
        (s) => s.latencyMs.n,
      ),
      n: sum(seconds, (s) => s.latencyMs.n),
    },
    limiterWaitMs: foldQuantiles(
      seconds,
      (s) => s.limiterWaitMs,
      (s) => s.started,
    ),
  };
}

/** Of times in ISO 8601, UTC, which sort as texts. */
function latest(times: readonly (string | null)[]): string | null {
  return times.reduce((newest, time) => (time !== null && (newest === null || time > newest) ? time : newest), null);
}

function sum(seconds: readonly MetricsBucket[], read: (second: MetricsBucket) => number): number {
  return seconds.reduce((total, second) => total + read(second), 0);
}

function foldErrors(seconds: readonly MetricsBucket[]): MetricsBucket["errors"] {
  return {
    slowDown: sum(seconds, (s) => s.errors.slowDown),
    overloaded: sum(seconds, (s) => s.errors.overloaded),
    http5xx: sum(seconds, (s) => s.errors.http5xx),
    timeout: sum(seconds, (s) => s.errors.timeout),
    network: sum(seconds, (s) => s.errors.network),
    quotaExhausted: sum(seconds, (s) => s.errors.quotaExhausted),
    auth: sum(seconds, (s) => s.errors.auth),
    badRequest: sum(seconds, (s) => s.errors.badRequest),
    cancelled: sum(seconds, (s) => s.errors.cancelled),
  };
}

function foldQuantiles(
  seconds: readonly MetricsBucket[],
  read: (second: MetricsBucket) => Quantiles,
  weight: (second: MetricsBucket) => number,
): Quantiles {
  const mean = (pick: (quantiles: Quantiles) => number | null): number | null => {
    let total = 0;
    let weights = 0;
    for (const second of seconds) {
      const value = pick(read(second));
      if (value === null) continue;
      const w = Math.max(1, weight(second));
      total += value * w;
      weights += w;
    }
    return weights === 0 ? null : total / weights;
  };
  return { p50: mean((q) => q.p50), p95: mean((q) => q.p95) };
}
