/**
 * What makes a case hardly worth a call: `empty`, all of its values are; `duplicates`, an earlier case has the very same
 * values; `too-long`, it does not fit into the model's context. A case counts as the first of these that it is.
 */
export const CASE_ODDITIES = ["empty", "duplicates", "too-long"] as const;
export type CaseOddity = (typeof CASE_ODDITIES)[number];

/** How many cases of a dataset are odd, each counted once. */
export interface OddCases {
  readonly empty: number;
  readonly duplicates: number;
  readonly tooLong: number;
}

export const NO_ODD_CASES: OddCases = { empty: 0, duplicates: 0, tooLong: 0 };

/** How many of the odd cases are left out. */
export function skippedCount(odd: OddCases, skip: readonly CaseOddity[]): number {
  const of = { empty: odd.empty, duplicates: odd.duplicates, "too-long": odd.tooLong };
  return skip.reduce((sum, oddity) => sum + of[oddity], 0);
}

/** English text has about four characters to a token. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * Characters that a case's values may have to fit into the context beside the template and the longest answer; null where
 * the context window is not known.
 */
export function longestCharacters(
  contextTokens: number | null,
  launch: { readonly templateCharacters: number; readonly maxOutputTokens: number },
): number | null {
  if (contextTokens === null) return null;
  const left = (contextTokens - launch.maxOutputTokens) * CHARACTERS_PER_TOKEN - launch.templateCharacters;
  return Math.max(0, left);
}
