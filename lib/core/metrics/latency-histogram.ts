/**
 * A mergeable histogram of durations in milliseconds: bucket k holds values up to 1.1^k (about ±5 %),
 * so ticks stay small and quantiles of any range can be had by adding buckets up.
 * Stored sparse, as `{ [bucket]: count }`.
 */
export type LatencyHistogram = Record<number, number>;

const LOG_STEP = Math.log(1.1);

/** The bucket of a duration; everything up to 1 ms shares bucket 0. */
export function latencyBucket(durationMs: number): number {
  return durationMs <= 1 ? 0 : Math.ceil(Math.log(durationMs) / LOG_STEP - 1e-9);
}

/** The middle of a bucket, in ms. */
export function latencyBucketMiddleMs(bucket: number): number {
  return bucket === 0 ? 0.5 : 1.1 ** (bucket - 0.5);
}

export function addLatency(histogram: LatencyHistogram, durationMs: number): void {
  const bucket = latencyBucket(durationMs);
  histogram[bucket] = (histogram[bucket] ?? 0) + 1;
}

export function mergeLatency(into: LatencyHistogram, from: LatencyHistogram): void {
  for (const [bucket, count] of Object.entries(from)) {
    const key = Number(bucket);
    into[key] = (into[key] ?? 0) + count;
  }
}

export function latencyCount(histogram: LatencyHistogram): number {
  return Object.values(histogram).reduce((sum, count) => sum + count, 0);
}

/**
 * The q-quantile (0..1) in ms, or null of an empty histogram. Within its bucket the value lies where the rank does, the
 * bucket's values taken as evenly spread: runs that differ by less than a bucket would else be alike or a tenth apart.
 */
export function latencyQuantileMs(histogram: LatencyHistogram, q: number): number | null {
  const total = latencyCount(histogram);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(q * total));
  let seen = 0;
  // Integer keys iterate in rising order.
  for (const [bucket, count] of Object.entries(histogram)) {
    if (seen + count >= rank) return withinBucketMs(Number(bucket), (rank - seen - 0.5) / count);
    seen += count;
  }
  return null;
}

/** `share`: 0 at the lower edge of the bucket, 1 at the upper. */
function withinBucketMs(bucket: number, share: number): number {
  return bucket === 0 ? share : 1.1 ** (bucket - 1 + share);
}
