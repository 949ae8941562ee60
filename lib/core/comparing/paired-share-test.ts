import { errorFunction } from "simple-statistics";
import { seededRandom } from "../seeded-random";
import type { StandingPattern } from "./count-pairs";
import type { PairedTest } from "./paired-test";
import { type Interval, Z_95 } from "./wilson-interval";

/** So many cases whose shares of passed repeats differ so: candidate − baseline, −1 to 1. */
export interface ShareDifference {
  readonly difference: number;
  readonly cases: number;
}

/** Up to so many differing cases every way to flip their signs is looked at; up to the second so many ways are drawn. */
const EXACT_MAX = 12;
const DRAWN_MAX = 300;
const DRAWS = 10_000;

/** The differences of a candidate's shares from the baseline's, of the cases that both have scored. */
export function shareDifferences(patterns: readonly StandingPattern[], candidate: number): ShareDifference[] {
  return patterns.flatMap(({ standings, cases }) => {
    const baseline = standings[0];
    const own = standings[candidate];
    if (baseline === undefined || own === undefined || baseline.scored === 0 || own.scored === 0) return [];
    return [{ difference: own.passed / own.scored - baseline.passed / baseline.scored, cases }];
  });
}

/**
 * Of runs that ask cases several times: repeats of a case are alike, so that each case counts once, by the share of its
 * repeats that passed. Null where no case is scored in both runs.
 */
export function pairedShareTest(differences: readonly ShareDifference[]): PairedTest | null {
  const pairs = differences.reduce((sum, { cases }) => sum + cases, 0);
  if (pairs === 0) return null;
  return {
    method: "sign-flip",
    pairs,
    difference: total(differences, (difference) => difference) / pairs,
    interval: shareInterval(differences, pairs),
    p: signFlipP(differences),
  };
}

/**
 * Were both runs equally good, the difference of each case might as well be the other way round: how many of all ways to
 * flip their signs bring a sum at least so far from zero. With one repeat per case this is McNemar's exact test. Of many
 * cases, ways are drawn (by a fixed seed, so that a page always says the same), of very many the normal limit is taken.
 */
export function signFlipP(differences: readonly ShareDifference[]): number {
  const differing = differences.filter(({ difference }) => difference !== 0);
  const cases = differing.reduce((sum, each) => sum + each.cases, 0);
  if (cases === 0) return 1;
  const seen = Math.abs(total(differing, (difference) => difference));
  if (cases > DRAWN_MAX) {
    const z = seen / Math.sqrt(total(differing, (difference) => difference ** 2));
    return Math.max(0, Math.min(1, 1 - errorFunction(z / Math.SQRT2)));
  }
  const each = differing.flatMap(({ difference, cases: times }) => Array<number>(times).fill(difference));
  // Sums of thirds and sevenths come out differently by their order: what is that close is the same.
  const isAsFar = (sum: number) => Math.abs(sum) >= seen - 1e-9;
  if (cases <= EXACT_MAX) {
    const ways = 2 ** cases;
    let asFar = 0;
    for (let way = 0; way < ways; way += 1) {
      if (isAsFar(each.reduce((sum, value, at) => sum + ((way >> at) & 1 ? value : -value), 0))) asFar += 1;
    }
    return asFar / ways;
  }
  return drawnShare(each, isAsFar);
}

function drawnShare(each: readonly number[], isAsFar: (sum: number) => boolean): number {
  const random = seededRandom(1);
  // What was seen is one of the ways: no p value of draws is zero.
  let asFar = 1;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    let sum = 0;
    for (const value of each) sum += random() < 0.5 ? value : -value;
    if (isAsFar(sum)) asFar += 1;
  }
  return asFar / (DRAWS + 1);
}

/**
 * The 95 % interval of the mean difference from the spread between cases, as if two more cases had been seen: one alike in
 * both, half a case all better and half a case all worse (Agresti and Min). Few or equal differences so leave room for doubt.
 */
function shareInterval(differences: readonly ShareDifference[], pairs: number): Interval {
  const seen = [
    ...differences,
    { difference: 1, cases: 0.5 },
    { difference: -1, cases: 0.5 },
    { difference: 0, cases: 1 },
  ];
  const cases = pairs + 2;
  const mean = total(seen, (difference) => difference) / cases;
  const variance = total(seen, (difference) => (difference - mean) ** 2) / cases;
  const half = Z_95 * Math.sqrt(variance / cases);
  return { low: Math.max(-1, mean - half), high: Math.min(1, mean + half) };
}

function total(differences: readonly ShareDifference[], pick: (difference: number) => number): number {
  return differences.reduce((sum, { difference, cases }) => sum + cases * pick(difference), 0);
}
