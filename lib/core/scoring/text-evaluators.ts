import { distance } from "fastest-levenshtein";
import type { Json } from "../datasets/dataset-case";
import type { EvaluatorConfig } from "./evaluator-config";
import { excerpt, expectedText } from "./expected-text";
import { NO_EXPECTED, passedOrNot, unjudged, type Verdict } from "./verdict";

type ConfigOf<T extends EvaluatorConfig["type"]> = Extract<EvaluatorConfig, { type: T }>;

/** Distances cost the product of both lengths; beyond this only the beginnings are compared, and the detail says so. */
const LEVENSHTEIN_CHARACTERS = 20_000;

// Composed and decomposed accents look alike, so they have to compare alike.
function normalised(text: string, options: { ignoreCase: boolean; trim: boolean }): string {
  const composed = text.normalize("NFC");
  const trimmed = options.trim ? composed.trim() : composed;
  return options.ignoreCase ? trimmed.toLowerCase() : trimmed;
}

export function judgeExact(config: ConfigOf<"exact">, output: string, expected: Json): Verdict {
  const wanted = expectedText(expected);
  if (wanted === null) return NO_EXPECTED;
  return normalised(output, config) === normalised(wanted, config)
    ? passedOrNot(true, "equal")
    : passedOrNot(false, `expected "${excerpt(wanted)}", got "${excerpt(output)}"`);
}

export function judgeContains(config: ConfigOf<"contains">, output: string, expected: Json): Verdict {
  const given = config.value ?? expectedText(expected);
  if (given === null) return NO_EXPECTED;
  const wanted = normalised(given, config);
  // Everything contains an empty text, which would pass every case unseen.
  if (wanted === "") return unjudged("the text to look for is empty");
  const found = normalised(output, config).includes(wanted);
  return passedOrNot(found, `${found ? "contains" : "does not contain"} "${excerpt(given)}"`);
}

export function judgeLevenshtein(config: ConfigOf<"levenshtein">, output: string, expected: Json): Verdict {
  const wanted = expectedText(expected);
  if (wanted === null) return NO_EXPECTED;
  const [a, b] = [normalised(output, config), normalised(wanted, config)];
  const longest = Math.max(a.length, b.length);
  const cut = longest > LEVENSHTEIN_CHARACTERS;
  const edits = distance(a.slice(0, LEVENSHTEIN_CHARACTERS), b.slice(0, LEVENSHTEIN_CHARACTERS));
  const compared = Math.min(longest, LEVENSHTEIN_CHARACTERS);
  const likeness = compared === 0 ? 1 : 1 - edits / compared;
  const passed = likeness >= config.threshold;
  const note = cut ? ` (of the first ${LEVENSHTEIN_CHARACTERS} characters)` : "";
  const relation = passed ? "at least" : "below";
  return { score: likeness, passed, detail: `likeness ${likeness.toFixed(3)}, ${relation} ${config.threshold}${note}` };
}
