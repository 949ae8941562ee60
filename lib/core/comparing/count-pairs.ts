import {
  type CaseChange,
  type CaseStand,
  CHANGES_OF_FILTER,
  caseChange,
  MISSING,
  ROW_FILTERS,
  type RowFilter,
} from "./case-standing";

/** So many cases that stand alike: one stand for each run, the baseline's first. */
export interface StandingPattern {
  readonly standings: readonly CaseStand[];
  readonly cases: number;
}

/** The cases of a candidate beside the baseline's. */
export interface PairCounts {
  /** Cases that both runs have. */
  readonly matched: number;
  readonly bothPassed: number;
  readonly bothFailed: number;
  /** The same share of repeats passed in both, neither all nor none. */
  readonly bothMixed: number;
  /** Passed in the baseline and failed in the candidate, or a smaller share of repeats passed; and the other way round. */
  readonly regressed: number;
  readonly improved: number;
  /** In both runs, and not scored in one of them or in both: no part of the test. */
  readonly notScored: number;
  /** In both runs, and not finished in one of them or in both. */
  readonly unfinished: number;
  /** Cases that only the baseline has, and that only the candidate has. */
  readonly baselineOnly: number;
  readonly candidateOnly: number;
}

export interface ComparisonCounts {
  /** One for each run after the baseline. */
  readonly pairs: readonly PairCounts[];
  /** Rows under each filter: a row is in as soon as one candidate brings it there. */
  readonly rows: Readonly<Record<RowFilter, number>>;
}

type MutablePairs = { -readonly [K in keyof PairCounts]: PairCounts[K] };

/** Adds up patterns of standings, which may repeat. */
export function countPairs(patterns: readonly StandingPattern[], candidates: number): ComparisonCounts {
  const pairs = Array.from({ length: candidates }, noPairs);
  const rows: Record<RowFilter, number> = { all: 0, changed: 0, regressed: 0, improved: 0, missing: 0 };
  for (const { standings, cases } of patterns) {
    const [baseline = MISSING, ...others] = standings;
    const changes = others.map((candidate) => caseChange(baseline, candidate));
    others.forEach((candidate, at) => {
      const counts = pairs[at];
      if (counts !== undefined) addPair(counts, baseline, candidate, cases);
    });
    for (const filter of ROW_FILTERS) if (isUnder(filter, changes)) rows[filter] += cases;
  }
  return { pairs, rows };
}

function isUnder(filter: RowFilter, changes: readonly CaseChange[]): boolean {
  const wanted = CHANGES_OF_FILTER[filter];
  return wanted === null || changes.some((change) => wanted.includes(change));
}

function noPairs(): MutablePairs {
  return {
    matched: 0,
    bothPassed: 0,
    bothFailed: 0,
    bothMixed: 0,
    regressed: 0,
    improved: 0,
    notScored: 0,
    unfinished: 0,
    baselineOnly: 0,
    candidateOnly: 0,
  };
}

function addPair(counts: MutablePairs, baseline: CaseStand, candidate: CaseStand, cases: number): void {
  const change = caseChange(baseline, candidate);
  if (change === "missing") {
    if (baseline.standing !== "missing") counts.baselineOnly += cases;
    if (candidate.standing !== "missing") counts.candidateOnly += cases;
    return;
  }
  counts.matched += cases;
  if (change === "unfinished") counts.unfinished += cases;
  else if (change === "regressed" || change === "improved") counts[change] += cases;
  else if (change === "scoring" || baseline.scored === 0) counts.notScored += cases;
  else counts[sharedCount(baseline)] += cases;
}

/** The count of a pair that stands alike. */
function sharedCount({ passed, scored }: CaseStand): "bothPassed" | "bothFailed" | "bothMixed" {
  if (passed === scored) return "bothPassed";
  return passed === 0 ? "bothFailed" : "bothMixed";
}
