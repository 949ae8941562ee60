/**
 * A continuous token bucket: `level = min(size, level + dt · rate)`. Starts full. Pure: time comes in as
 * monotonic milliseconds, every change returns a new bucket. The level may be negative (debt), which the refill pays back.
 */
export interface TokenBucket {
  readonly ratePerSecond: number;
  readonly size: number;
  readonly level: number;
  /** The monotonic ms at which `level` was true. */
  readonly atMs: number;
}

/** Forgives what summing up floats costs; far below any share of a permit that matters. */
const EPSILON = 1e-9;

export function fullBucket(ratePerSecond: number, size: number, atMs: number): TokenBucket {
  return { ratePerSecond, size, level: size, atMs };
}

/** Permits at a time; a time before `atMs` counts as `atMs`. */
export function levelAt(bucket: TokenBucket, atMs: number): number {
  const dtMs = Math.max(0, atMs - bucket.atMs);
  return Math.min(bucket.size, bucket.level + (dtMs * bucket.ratePerSecond) / 1000);
}

/** Whether `amount` can be taken. More than the bucket's size is let through when it is full (and leaves debt), never stuck. */
export function canTake(bucket: TokenBucket, amount: number, atMs: number): boolean {
  return levelAt(bucket, atMs) + EPSILON >= Math.min(amount, bucket.size);
}

export function isFull(bucket: TokenBucket, atMs: number): boolean {
  return levelAt(bucket, atMs) + EPSILON >= bucket.size;
}

/**
 * Takes without asking; the caller has checked `canTake`, or wants the debt. A provider's bucket begins to refill when
 * the request arrives, not when it leaves here: where the bucket was full, refill begins `slackMs` later.
 */
export function take(bucket: TokenBucket, amount: number, atMs: number, slackMs = 0): TokenBucket {
  const fromMs = Math.max(atMs, bucket.atMs) + (isFull(bucket, atMs) ? slackMs : 0);
  return { ...bucket, level: levelAt(bucket, atMs) - amount, atMs: fromMs };
}

/** Milliseconds until `amount` can be taken, 0 if at once. */
export function dueInMs(bucket: TokenBucket, amount: number, atMs: number): number {
  const missing = Math.min(amount, bucket.size) - levelAt(bucket, atMs);
  return missing <= EPSILON ? 0 : (missing * 1000) / bucket.ratePerSecond;
}

/** A live edit. What was saved up stays, as far as the new size holds it: an edit never makes a free burst. */
export function retune(bucket: TokenBucket, ratePerSecond: number, size: number, atMs: number): TokenBucket {
  return { ratePerSecond, size, level: Math.min(size, levelAt(bucket, atMs)), atMs: Math.max(atMs, bucket.atMs) };
}

/** Settles an estimate: `unused` > 0 is refunded (never above the size), < 0 is owed. */
export function settle(bucket: TokenBucket, unused: number, atMs: number): TokenBucket {
  return { ...bucket, level: Math.min(bucket.size, levelAt(bucket, atMs) + unused), atMs: Math.max(atMs, bucket.atMs) };
}
