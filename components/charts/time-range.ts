/** A stretch of time that the reader chose, epoch ms. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Less cannot be read: a bucket is a second at least. */
const SPAN_LEAST_MS = 5000;

/**
 * The range between two times in any order, in whole seconds since `originMs` (as the URL bears it), and wide enough to
 * be read.
 */
export function rangeBetween(aMs: number, bMs: number, originMs: number): TimeRange {
  const from = Math.max(0, Math.floor((Math.min(aMs, bMs) - originMs) / 1000));
  const to = Math.ceil((Math.max(aMs, bMs) - originMs) / 1000);
  const missing = Math.max(0, SPAN_LEAST_MS / 1000 - (to - from));
  const start = Math.max(0, from - Math.floor(missing / 2));
  return { fromMs: originMs + start * 1000, toMs: originMs + Math.max(to, start + SPAN_LEAST_MS / 1000) * 1000 };
}

/** The range around a moment. */
export function rangeAround(atMs: number, aroundMs: number, originMs: number): TimeRange {
  return rangeBetween(atMs - aroundMs, atMs + aroundMs, originMs);
}
