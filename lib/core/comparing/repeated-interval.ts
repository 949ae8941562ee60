import type { RepeatPattern } from "../repeats/repeat-tally";
import { type Interval, wilsonInterval } from "./wilson-interval";

/**
 * The 95 % interval of a pass rate over repeats. Repeats of one case are alike, so that 100 cases asked thrice tell less
 * than 300 cases: the spread is taken between cases (the cluster-robust variance of a ratio), and Wilson's interval is
 * made for as many independent answers as would spread so. With one repeat per case, and with repeats that always agree,
 * that is the number of cases; with repeats that know nothing of each other, the number of answers. Null before the first.
 */
export function repeatedInterval(patterns: readonly RepeatPattern[]): Interval | null {
  const sum = (pick: (pattern: RepeatPattern) => number) =>
    patterns.reduce((total, pattern) => total + pattern.cases * pick(pattern), 0);
  const scored = sum((pattern) => pattern.scored);
  if (scored === 0) return null;
  const share = sum((pattern) => pattern.passed) / scored;
  const answers = independentAnswers(patterns, share, scored);
  return wilsonInterval(share * answers, answers);
}

function independentAnswers(patterns: readonly RepeatPattern[], share: number, scored: number): number {
  const spread = patterns.reduce(
    (sum, pattern) => sum + pattern.cases * (pattern.passed - share * pattern.scored) ** 2,
    0,
  );
  const cases = patterns.reduce((sum, pattern) => sum + (pattern.scored > 0 ? pattern.cases : 0), 0);
  // Where all passed or all failed, nothing tells how alike repeats are: no more is claimed than one answer for each case.
  if (share === 0 || share === 1) return cases;
  return Math.min(scored, (share * (1 - share) * scored * scored) / spread);
}
