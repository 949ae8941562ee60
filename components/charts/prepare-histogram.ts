/** Finished cases that took so many attempts, and those of them that are lost. */
export interface AttemptsCount {
  readonly attempts: number;
  readonly cases: number;
  readonly lost: number;
}

/** Cases that failed so many attempts and go on. */
export interface RetryingCount {
  readonly attempts: number;
  readonly cases: number;
}

/** From the bottom up. */
export const HISTOGRAM_PARTS = ["succeeded", "retrying", "gaveUp"] as const;
export type HistogramPart = (typeof HISTOGRAM_PARTS)[number];

/** One bar: the cases that have made so many attempts. */
export interface HistogramBar {
  readonly attempts: number;
  /** Finished, and of these lost. */
  readonly cases: number;
  readonly lost: number;
  /** Of all finished cases, 0 to 1. */
  readonly share: number;
  /** Not finished: they go on. */
  readonly retrying: number;
  /** Each part's height, 0 to 1 of the plot; 0 where it is switched off. */
  readonly heights: Readonly<Record<HistogramPart, number>>;
  /** No further attempt is allowed: cases that fail here are lost. */
  readonly last: boolean;
  readonly hidden: boolean;
}

/**
 * C6: a bar for every number of attempts from 1 to the most that are allowed (or were seen). With `hideFirst` the
 * first bar is left out of the scale, so that the retries become readable. `off`: parts that are not drawn.
 */
export function prepareHistogram(
  { finished, retrying }: { finished: readonly AttemptsCount[]; retrying: readonly RetryingCount[] },
  maxAttempts: number,
  hideFirst: boolean,
  off: ReadonlySet<string> = new Set(),
): HistogramBar[] {
  const ended = new Map(finished.map((entry) => [entry.attempts, entry]));
  const goingOn = new Map(retrying.map((entry) => [entry.attempts, entry.cases]));
  const count = Math.max(maxAttempts, 1, ...ended.keys(), ...goingOn.keys());
  const total = finished.reduce((sum, entry) => sum + entry.cases, 0);
  const hide = hideFirst && count > 1;
  const bars = Array.from({ length: count }, (_, i) => {
    const { cases = 0, lost = 0 } = ended.get(i + 1) ?? {};
    const more = goingOn.get(i + 1) ?? 0;
    const drawn = (part: HistogramPart, value: number) => (off.has(part) ? 0 : value);
    return {
      attempts: i + 1,
      cases,
      lost,
      retrying: more,
      parts: {
        succeeded: drawn("succeeded", cases - lost),
        retrying: drawn("retrying", more),
        gaveUp: drawn("gaveUp", lost),
      },
      hidden: hide && i === 0,
    };
  });
  const highest = Math.max(1, ...bars.filter((bar) => !bar.hidden).map(({ parts }) => sumOf(parts)));
  return bars.map(({ parts, ...bar }) => {
    const height = (part: HistogramPart) => (bar.hidden ? 0 : parts[part] / highest);
    return {
      ...bar,
      share: total === 0 ? 0 : bar.cases / total,
      heights: { succeeded: height("succeeded"), retrying: height("retrying"), gaveUp: height("gaveUp") },
      last: bar.attempts === maxAttempts,
    };
  });
}

function sumOf(parts: Readonly<Record<HistogramPart, number>>): number {
  return HISTOGRAM_PARTS.reduce((sum, part) => sum + parts[part], 0);
}
