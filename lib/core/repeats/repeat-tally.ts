/** So many cases that stand alike: how many of their repeats are done, how many of those scored, and how many passed. */
export interface RepeatPattern {
  readonly done: number;
  readonly scored: number;
  readonly passed: number;
  readonly cases: number;
}

/** How steady the answers are. Every case is in exactly one of the counts. */
export interface RepeatTally {
  readonly cases: number;
  /** All repeats are done, and all that are scored passed. */
  readonly always: number;
  /** All are done; some of those that are scored passed, and some failed. */
  readonly sometimes: number;
  /** All are done, and all that are scored failed. */
  readonly never: number;
  /** All are done, and none is scored. */
  readonly notScored: number;
  /** Some repeat is not done yet. */
  readonly unfinished: number;
}

/** Counts cases that passed every time, sometimes and never. */
export function tallyRepeats(patterns: readonly RepeatPattern[], repeats: number): RepeatTally {
  const tally = { cases: 0, always: 0, sometimes: 0, never: 0, notScored: 0, unfinished: 0 };
  for (const pattern of patterns) {
    tally.cases += pattern.cases;
    tally[kindOf(pattern, repeats)] += pattern.cases;
  }
  return tally;
}

function kindOf({ done, scored, passed }: RepeatPattern, repeats: number): Exclude<keyof RepeatTally, "cases"> {
  if (done < repeats) return "unfinished";
  if (scored === 0) return "notScored";
  if (passed === scored) return "always";
  return passed === 0 ? "never" : "sometimes";
}
