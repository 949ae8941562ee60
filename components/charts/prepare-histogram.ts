/** Finished cases that took so many attempts, and those of them that are lost. */
export interface AttemptsCount {
  readonly attempts: number;
  readonly cases: number;
  readonly lost: number;
}

/** One bar: how many finished cases took so many attempts. */
export interface HistogramBar {
  readonly attempts: number;
  readonly cases: number;
  readonly share: number;
  /** Of its cases, those that are lost, 0 to 1. */
  readonly lostShare: number;
  readonly lost: number;
  /** 0 to 1 of the height. */
  readonly height: number;
  /** No further attempt is allowed: cases that fail here are lost. */
  readonly last: boolean;
  readonly hidden: boolean;
}

/**
 * C6: a bar for every number of attempts from 1 to the most that are allowed (or were seen). With `hideFirst` the
 * first bar is left out of the scale, so that the retries become readable.
 */
export function prepareHistogram(
  attemptsPerCase: readonly AttemptsCount[],
  maxAttempts: number,
  hideFirst: boolean,
): HistogramBar[] {
  const seen = new Map(attemptsPerCase.map((entry) => [entry.attempts, entry]));
  const count = Math.max(maxAttempts, 1, ...seen.keys());
  const total = attemptsPerCase.reduce((sum, entry) => sum + entry.cases, 0);
  const bars = Array.from({ length: count }, (_, i) => ({
    attempts: i + 1,
    cases: seen.get(i + 1)?.cases ?? 0,
    lost: seen.get(i + 1)?.lost ?? 0,
  }));
  const hide = hideFirst && count > 1;
  const highest = Math.max(1, ...bars.filter((bar) => !(hide && bar.attempts === 1)).map((bar) => bar.cases));
  return bars.map((bar) => ({
    ...bar,
    share: total === 0 ? 0 : bar.cases / total,
    lostShare: bar.cases === 0 ? 0 : bar.lost / bar.cases,
    height: Math.min(1, bar.cases / highest),
    last: bar.attempts === maxAttempts,
    hidden: hide && bar.attempts === 1,
  }));
}
