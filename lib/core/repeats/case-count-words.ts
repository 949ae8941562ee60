import { plural } from "../words/number-words";

/** A run's count of askings, and how often it asks each case. */
interface Counted {
  readonly counts: { readonly total: number };
  readonly repeats: number;
}

/** How many cases a run asks, each counted once. */
export function casesAsked({ counts, repeats }: Counted): number {
  return counts.total / repeats;
}

/** "1,200 cases"; "1,200 cases × 3" where each is asked thrice. */
export function caseCountWords(run: Counted): string {
  const cases = plural(casesAsked(run), "case");
  return run.repeats === 1 ? cases : `${cases} × ${run.repeats}`;
}
