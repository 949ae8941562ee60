import { binomialDistribution } from "simple-statistics";
import type { PairCounts } from "./count-pairs";
import { type Interval, Z_95 } from "./wilson-interval";

/** Which test a p value is of. `sign-flip`: see paired-share-test. */
export const PAIRED_METHODS = ["mcnemar", "sign-flip"] as const;

/** How far a candidate's pass rate is from the baseline's on the cases that both have scored. */
export interface PairedTest {
  readonly method: (typeof PAIRED_METHODS)[number];
  /** Pairs that are scored in both runs. */
  readonly pairs: number;
  /** Candidate − baseline, −1 to 1. */
  readonly difference: number;
  /** 95 % interval of the difference. */
  readonly interval: Interval;
  /** How often chance alone would bring a difference at least so large, were both equally good. */
  readonly p: number;
}

/** Of runs that ask each case once: McNemar's exact test. Null where no pair is scored in both runs. */
export function pairedTest(
  counts: Pick<PairCounts, "bothPassed" | "bothFailed" | "regressed" | "improved">,
): PairedTest | null {
  const { regressed, improved } = counts;
  const pairs = counts.bothPassed + counts.bothFailed + regressed + improved;
  if (pairs === 0) return null;
  return {
    method: "mcnemar",
    pairs,
    difference: (improved - regressed) / pairs,
    interval: differenceInterval(improved, regressed, pairs),
    p: mcnemarExact(regressed, improved),
  };
}

/**
 * The exact two-sided McNemar test: of the pairs that differ, each goes either way with the same chance if the runs are
 * equally good, so twice the smaller tail of a binomial distribution of one half.
 */
export function mcnemarExact(regressed: number, improved: number): number {
  const differing = regressed + improved;
  if (differing === 0 || regressed === improved) return 1;
  const fewer = Math.min(regressed, improved);
  const distribution = binomialDistribution(differing, 0.5);
  if (distribution === undefined) throw new RangeError(`no binomial distribution of ${differing} trials`);
  // Summed from the smallest, so that none is lost beside a larger one; the lower tail is always in the table.
  let tail = 0;
  for (let at = 0; at <= fewer; at += 1) tail += distribution[at] ?? 0;
  return Math.min(1, 2 * tail);
}

/**
 * The 95 % score interval of a difference of paired shares (Tango): all differences that the data do not refute. It
 * holds for few pairs and at the ends, where the plain one does not.
 */
export function differenceInterval(improved: number, regressed: number, pairs: number): Interval {
  const seen = (improved - regressed) / pairs;
  const statistic = (difference: number) => scoreStatistic(improved, regressed, pairs, difference);
  // The statistic falls as the difference grows: past +z on the left, past −z on the right.
  return {
    low: crossing(-1, seen, (difference) => statistic(difference) > Z_95),
    high: crossing(seen, 1, (difference) => statistic(difference) >= -Z_95),
  };
}

const HALVINGS = 60;

/** Where `isBefore` turns false between the ends, by halving. */
function crossing(from: number, to: number, isBefore: (value: number) => boolean): number {
  let left = from;
  let right = to;
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (left + right) / 2;
    if (isBefore(middle)) left = middle;
    else right = middle;
  }
  return (left + right) / 2;
}

/** Distance of what was seen from `difference`, in standard errors under it. */
function scoreStatistic(improved: number, regressed: number, pairs: number, difference: number): number {
  const distance = improved - regressed - pairs * difference;
  // The share of pairs that got worse which is the likeliest if the difference were so: a root of a quadratic equation.
  const a = 2 * pairs;
  const b = -improved - regressed + (2 * pairs - improved + regressed) * difference;
  const c = -regressed * difference * (1 - difference);
  const worse = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
  const variance = pairs * (2 * worse + difference * (1 - difference));
  if (variance <= 0) return distance === 0 ? 0 : Math.sign(distance) * Number.POSITIVE_INFINITY;
  return distance / Math.sqrt(variance);
}
