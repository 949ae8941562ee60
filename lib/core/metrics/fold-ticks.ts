import { type LatencyHistogram, latencyCount, latencyQuantileMs, mergeLatency } from "./latency-histogram";
import { otherErrors } from "./recent-window";
import type { Tick } from "./tick";

export interface Quantiles {
  readonly p50: number | null;
  readonly p95: number | null;
}

/** Ticks of a stretch of time, summed up. Where `samples` is 0 the run recorded nothing: a gap, not a zero. */
export interface FoldedBucket {
  /** Start, epoch ms. */
  readonly t: number;
  /** Seconds with a tick. */
  readonly samples: number;
  readonly started: number;
  /** Starts of the quietest second that was not paused, null without one; and of the busiest. */
  readonly startedMin: number | null;
  readonly startedMax: number;
  readonly finished: number;
  readonly ok: number;
  readonly rateLimited: number;
  /** The sum of `errors`. */
  readonly otherErrors: number;
  readonly errors: {
    readonly slowDown: number;
    readonly overloaded: number;
    readonly http5xx: number;
    readonly timeout: number;
    readonly network: number;
    readonly quotaExhausted: number;
    readonly auth: number;
    readonly badRequest: number;
    readonly cancelled: number;
  };
  readonly retries: number;
  readonly inFlight: number;
  /** Of gauges: the lowest and the highest second. */
  readonly inFlightMin: number;
  readonly inFlightMax: number;
  readonly waiting: number;
  readonly waitingMin: number;
  readonly waitingMax: number;
  readonly backingOff: number;
  readonly backingOffMin: number;
  readonly backingOffMax: number;
  readonly idle: number;
  readonly queued: number;
  /** In force at the bucket's end; null in a gap. */
  readonly limit: Tick["limit"] | null;
  readonly permits: number | null;
  readonly permitsMin: number | null;
  readonly permitsMax: number | null;
  /** Tokens per minute in force at the bucket's end. */
  readonly tokenLimit: number | null;
  /** The least that the provider said is left, as a share of its limits; null where it said nothing. */
  readonly headroom: { readonly requests: number | null; readonly tokens: number | null };
  /** The run's part of a pool that it shares, at the bucket's end, requests per second; null: it shares none. */
  readonly shareRps: number | null;
  /** Paused, or cooling down, in any of its seconds. */
  readonly paused: boolean;
  readonly cooldown: boolean;
  /** Until when the provider had asked to wait, as far as it reached, epoch ms; null: nothing cooled down. */
  readonly cooldownUntil: number | null;
  readonly tokens: number;
  /** As of starts: a second that was not paused, and used the fewest; and the one that used the most. */
  readonly tokensMin: number | null;
  readonly tokensMax: number;
  readonly costUsd: number | null;
  readonly latencyMs: Quantiles & { readonly n: number };
  readonly limiterWaitMs: Quantiles;
}

export interface FoldedTicks {
  /** Start of the first and end of the last bucket, epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly bucketMs: number;
  readonly buckets: readonly FoldedBucket[];
}

/**
 * Folds ticks into at most `maxBuckets` buckets of whole seconds that cover `fromMs` (inclusive) to `toMs` (exclusive).
 * Buckets start at multiples of their length, so a bucket keeps its place when the range moves on; the first and the
 * last may reach beyond the range. Ticks outside the buckets are left out; an empty range gives no buckets.
 */
export function foldTicks(ticks: readonly Tick[], fromMs: number, toMs: number, maxBuckets: number): FoldedTicks {
  const { bucketMs, startMs, count } = layOut(fromMs, toMs, Math.max(1, Math.floor(maxBuckets)));
  const groups: Tick[][] = Array.from({ length: count }, () => []);
  for (const tick of ticks) groups[Math.floor((tick.t - startMs) / bucketMs)]?.push(tick);
  return {
    fromMs: startMs,
    toMs: startMs + count * bucketMs,
    bucketMs,
    buckets: groups.map((group, at) => foldBucket(group, startMs + at * bucketMs)),
  };
}

/** The shortest whole number of seconds with which the aligned range fits. */
function layOut(fromMs: number, toMs: number, most: number): { bucketMs: number; startMs: number; count: number } {
  if (toMs <= fromMs) return { bucketMs: 1000, startMs: fromMs, count: 0 };
  for (let seconds = Math.max(1, Math.ceil((toMs - fromMs) / 1000 / most)); ; seconds += 1) {
    const bucketMs = seconds * 1000;
    // A single bucket has no place to keep, and a range over a multiple of every length would never fit into one.
    const grid = most === 1 ? 1000 : bucketMs;
    const startMs = Math.floor(fromMs / grid) * grid;
    const count = Math.ceil((toMs - startMs) / bucketMs);
    if (count <= most) return { bucketMs, startMs, count };
  }
}

/** One bucket of the ticks given, which may be of several pools in the same second. */
export function foldBucket(ticks: readonly Tick[], t: number): FoldedBucket {
  const sum = (value: (tick: Tick) => number) => ticks.reduce((total, tick) => total + value(tick), 0);
  const seconds = secondsOf(ticks);
  const running = seconds.filter((second) => !second.paused);
  const lowest = (read: (second: Second) => number) => least(seconds.map(read));
  const highest = (read: (second: Second) => number) =>
    seconds.length === 0 ? null : seconds.map(read).reduce((a, b) => Math.max(a, b));
  const samples = seconds.length;
  const mean = (value: (tick: Tick) => number) => (samples === 0 ? 0 : sum(value) / samples);
  const last = ticks.reduce<Tick | null>(
    (newest, tick) => (newest === null || tick.t >= newest.t ? tick : newest),
    null,
  );
  const latency = merged(ticks.map((tick) => tick.latency));
  const waits = ticks.flatMap(({ t: at, cooldownUntil: until }) => (until !== null && until > at ? [until] : []));
  const costs = ticks.flatMap((tick) => (tick.costUsd === null ? [] : [tick.costUsd]));
  return {
    t,
    samples,
    started: sum((tick) => tick.started),
    startedMin: least(running.map((second) => second.started)),
    startedMax: highest((second) => second.started) ?? 0,
    finished: sum((tick) => tick.finished),
    ok: sum((tick) => tick.ok),
    rateLimited: sum((tick) => tick.rateLimited),
    otherErrors: sum(otherErrors),
    errors: errorSums(sum),
    retries: sum((tick) => tick.retries),
    inFlight: mean((tick) => tick.inFlight),
    inFlightMin: lowest((second) => second.inFlight) ?? 0,
    inFlightMax: highest((second) => second.inFlight) ?? 0,
    waiting: mean((tick) => tick.waiting),
    waitingMin: lowest((second) => second.waiting) ?? 0,
    waitingMax: highest((second) => second.waiting) ?? 0,
    backingOff: mean((tick) => tick.backingOff),
    backingOffMin: lowest((second) => second.backingOff) ?? 0,
    backingOffMax: highest((second) => second.backingOff) ?? 0,
    idle: mean((tick) => tick.idle),
    queued: mean((tick) => tick.queued),
    limit: last?.limit ?? null,
    permits: last === null ? null : mean((tick) => tick.permits),
    permitsMin: lowest((second) => second.permits),
    permitsMax: highest((second) => second.permits),
    tokenLimit: last?.tokenLimit ?? null,
    headroom: {
      requests: least(ticks.map((tick) => tick.headroom?.requests)),
      tokens: least(ticks.map((tick) => tick.headroom?.tokens)),
    },
    shareRps: last?.shareRps ?? null,
    paused: ticks.some((tick) => tick.paused),
    cooldown: waits.length > 0,
    cooldownUntil: waits.length === 0 ? null : Math.max(...waits),
    tokens: sum((tick) => tick.inputTokens + tick.outputTokens),
    tokensMin: least(running.map((second) => second.tokens)),
    tokensMax: highest((second) => second.tokens) ?? 0,
    costUsd: costs.length === 0 ? null : costs.reduce((total, cost) => total + cost, 0),
    latencyMs: { ...quantiles(latency), n: latencyCount(latency) },
    limiterWaitMs: quantiles(merged(ticks.map((tick) => tick.limiterWait))),
  };
}

/** What all pools together did in one second. */
interface Second {
  readonly started: number;
  readonly inFlight: number;
  readonly waiting: number;
  readonly backingOff: number;
  readonly permits: number;
  readonly tokens: number;
  readonly paused: boolean;
}

const QUIET: Second = { started: 0, inFlight: 0, waiting: 0, backingOff: 0, permits: 0, tokens: 0, paused: false };

/** The seconds that were recorded. One in which nothing happened is among them, one that nobody saw is not. */
function secondsOf(ticks: readonly Tick[]): Second[] {
  const seconds = new Map<number, Second>();
  for (const tick of ticks) {
    const so = seconds.get(tick.t) ?? QUIET;
    seconds.set(tick.t, {
      started: so.started + tick.started,
      inFlight: so.inFlight + tick.inFlight,
      waiting: so.waiting + tick.waiting,
      backingOff: so.backingOff + tick.backingOff,
      permits: so.permits + tick.permits,
      tokens: so.tokens + tick.inputTokens + tick.outputTokens,
      paused: so.paused || tick.paused,
    });
  }
  return [...seconds.values()];
}

/** The least of those that are known; null where none is. */
export function least(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => value !== null && value !== undefined);
  // A bucket may hold more seconds than a call takes arguments.
  return known.length === 0 ? null : known.reduce((a, b) => Math.min(a, b));
}

function errorSums(sum: (value: (tick: Tick) => number) => number): FoldedBucket["errors"] {
  return {
    slowDown: sum((tick) => tick.slowDown),
    overloaded: sum((tick) => tick.overloaded),
    http5xx: sum((tick) => tick.transient5xx),
    timeout: sum((tick) => tick.timeout),
    network: sum((tick) => tick.network),
    quotaExhausted: sum((tick) => tick.quotaExhausted),
    auth: sum((tick) => tick.auth),
    badRequest: sum((tick) => tick.badRequest),
    cancelled: sum((tick) => tick.cancelled),
  };
}

function merged(histograms: readonly LatencyHistogram[]): LatencyHistogram {
  const all: LatencyHistogram = {};
  for (const histogram of histograms) mergeLatency(all, histogram);
  return all;
}

/** Median and 95th percentile of a histogram, in ms; null where it is empty. */
export function quantiles(histogram: LatencyHistogram): Quantiles {
  return { p50: latencyQuantileMs(histogram, 0.5), p95: latencyQuantileMs(histogram, 0.95) };
}
