import type { Json } from "../datasets/dataset-case";

/** An expected value as text: strings as they are, null (none given) as null, all else as JSON. */
export function expectedText(expected: Json): string | null {
  if (expected === null || typeof expected === "string") return expected;
  return JSON.stringify(expected);
}

/** A text cut to what a detail can show. */
export function excerpt(text: string, length = 80): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
