import type { RunDifference } from "@/lib/contracts/compare";
import { formatExact, formatPlural } from "@/lib/format";

const MINUS = "\u2212";

/** +3.1, −0.4, 0.0: percentage points. */
export function formatPoints(share: number): string {
  const text = Math.abs(share * 100).toFixed(1);
  if (text === "0.0") return text;
  return `${share > 0 ? "+" : MINUS}${text}`;
}

/** "p = 0.004", "p < 0.001". */
export function formatP(p: number): string {
  if (p < 0.001) return "p < 0.001";
  if (p > 0.999) return "p = 1";
  return `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`;
}

/** Below it a difference is called beyond chance: one in twenty, shared by all the tests of the page (Bonferroni). */
export function chanceBar(tests: number): number {
  return 0.05 / Math.max(1, tests);
}

const METHOD_WORDS = {
  mcnemar: "p by McNemar’s exact test.",
  "sign-flip":
    "With repeats each case counts once, by the share that passed: p is how often flipping the signs of the cases’ differences at random brings one as large.",
} as const;

/** Which tests the p values of the page are of. */
export function methodWords(differences: readonly RunDifference[]): string {
  const used = new Set(differences.flatMap(({ test }) => (test === null ? [] : [test.method])));
  if (used.size === 0) return "";
  if (used.size === 1) return METHOD_WORDS[used.has("mcnemar") ? "mcnemar" : "sign-flip"];
  return `Of runs that ask each case once: ${METHOD_WORDS.mcnemar} ${METHOD_WORDS["sign-flip"]}`;
}

export interface Verdict {
  readonly kind: "better" | "worse" | "open" | "none";
  readonly sentence: string;
  readonly detail: string;
}

/** True where cases have ids in common, and none that was looked at asks the same. */
export function asksOthers(otherDataset: RunDifference["otherDataset"]): boolean {
  return otherDataset !== null && otherDataset.looked > 0 && otherDataset.same === 0;
}

/** A warning where cases of another dataset are matched by ids that may mean something else; null where none is due. */
export function otherDatasetWords(
  letter: string,
  baseLetter: string,
  { otherDataset, pairs }: Pick<RunDifference, "otherDataset" | "pairs">,
): string | null {
  if (otherDataset === null || otherDataset.same === otherDataset.looked) return null;
  const { looked, same } = otherDataset;
  const of = looked < pairs.matched ? `of ${formatExact(looked)} looked at, ` : "";
  const found = same === 0 ? "none asks the same" : `${formatExact(looked - same)} ask something else`;
  return `${letter} has another dataset than ${baseLetter}. ${formatPlural(pairs.matched, "case")} have the same id, but ${of}${found}: ids that are row numbers match whatever the rows say. Compare runs of one dataset, or give the cases ids of their own.`;
}

/** What the figures say of a candidate against the baseline, in words. */
export function verdictOf(
  letter: string,
  baseLetter: string,
  { pairs, test, otherDataset }: RunDifference,
  cases: { base: number; candidate: number },
  tests: number,
): Verdict {
  const lacks = matchWords(letter, baseLetter, pairs, cases);
  if (pairs.matched === 0) {
    return { kind: "none", sentence: `0 of ${formatExact(cases.base)} cases match by id.`, detail: lacks };
  }
  if (asksOthers(otherDataset)) {
    return {
      kind: "none",
      sentence: `${letter} and ${baseLetter} ask different things: they are not tested against each other.`,
      detail: "",
    };
  }
  if (test === null) {
    const sentence = `Of ${formatPlural(pairs.matched, "common case")} none is scored in both ${baseLetter} and ${letter}.`;
    return { kind: "none", sentence, detail: lacks };
  }
  const { difference, interval, p } = test;
  const figures = `(${formatPoints(interval.low)}…${formatPoints(interval.high)}), ${formatP(p)}, ${formatPlural(test.pairs, "pair")}`;
  const beyond = p < chanceBar(tests);
  const points = Math.abs(difference * 100).toFixed(1);
  const direction = difference > 0 ? "better" : "worse";
  const alike = difference === 0 || points === "0.0";
  const sentence = alike
    ? `${letter} and ${baseLetter} score alike ${figures}`
    : `${letter} is ${points} ${points === "1.0" ? "point" : "points"} ${direction} than ${baseLetter} ${figures}`;
  return {
    kind: beyond && !alike ? direction : "open",
    sentence: `${sentence}.`,
    detail: [beyond ? "More than chance would explain." : "Chance alone could explain it.", lacks].join(" ").trim(),
  };
}

function matchWords(
  letter: string,
  baseLetter: string,
  pairs: RunDifference["pairs"],
  cases: { base: number; candidate: number },
): string {
  const parts = [`${formatExact(pairs.regressed)} regressed, ${formatExact(pairs.improved)} improved.`];
  if (pairs.matched === 0) parts.length = 0;
  if (pairs.notScored > 0) parts.push(`${formatPlural(pairs.notScored, "pair")} not scored, left out.`);
  if (pairs.unfinished > 0) parts.push(`${formatPlural(pairs.unfinished, "pair")} not finished yet.`);
  if (pairs.baselineOnly > 0) {
    parts.push(
      `${letter} lacks ${formatExact(pairs.baselineOnly)} of ${baseLetter}’s ${formatPlural(cases.base, "case")}.`,
    );
  }
  if (pairs.candidateOnly > 0) {
    parts.push(
      `${baseLetter} lacks ${formatExact(pairs.candidateOnly)} of ${letter}’s ${formatPlural(cases.candidate, "case")}.`,
    );
  }
  return parts.join(" ");
}
