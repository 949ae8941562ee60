import type { Json } from "../datasets/dataset-case";

type Variables = Readonly<Record<string, Json>>;

/** How many of the pairs that were looked at ask the same. */
export interface PairsLookedAt {
  readonly looked: number;
  readonly same: number;
}

/**
 * True where two cases of different datasets ask the same: the longest of their variables, which is what is asked, is
 * the same in both. Names and order of the variables, and what else a dataset has noted, may differ.
 */
export function isSameCase(a: Variables, b: Variables): boolean {
  return longestValue(a) === longestValue(b);
}

/** Of pairs that have an id in common. */
export function lookAtPairs(pairs: readonly { readonly a: Variables; readonly b: Variables }[]): PairsLookedAt {
  return { looked: pairs.length, same: pairs.filter(({ a, b }) => isSameCase(a, b)).length };
}

function longestValue(variables: Variables): string {
  return Object.values(variables)
    .map((value) => (typeof value === "string" ? value.trim() : JSON.stringify(value)))
    .reduce((longest, text) => (text.length > longest.length ? text : longest), "");
}
