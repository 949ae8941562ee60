import type { Json } from "../datasets/dataset-case";
import type { EvaluatorConfig } from "./evaluator-config";
import { excerpt, expectedText } from "./expected-text";
import { judgeNumeric } from "./numeric-evaluator";
import { NO_EXPECTED, passedOrNot, unjudged, type Verdict } from "./verdict";

/**
 * Runs a pattern on a text. Some patterns take exponential time on the wrong text, and JavaScript cannot stop itself:
 * the engine passes in a matcher that gives up, and says so with `timed-out`. The plain one knows no time limit.
 */
export type MatchRegex = (pattern: RegExp, text: string) => RegExpExecArray | null | "timed-out";
export const matchPlainly: MatchRegex = (pattern, text) => pattern.exec(text);

/** Patterns see no more of an output than this. */
export const REGEX_CHARACTERS = 200_000;

export type RegexConfig = Extract<EvaluatorConfig, { type: "regex" }>;

/** A judge with its pattern compiled once. */
export function regexJudge(config: RegexConfig, matchRegex: MatchRegex): (output: string, expected: Json) => Verdict {
  const pattern = new RegExp(config.pattern, config.flags);
  return (output, expected) => {
    const wanted = expectedText(expected);
    if (config.compare !== "match" && wanted === null) return NO_EXPECTED;
    const match = matchRegex(pattern, output.slice(0, REGEX_CHARACTERS));
    if (match === "timed-out")
      return unjudged(`/${excerpt(config.pattern)}/ took too long on this output: simplify it`);
    if (config.compare === "match") {
      return passedOrNot(match !== null, match === null ? "no match" : `matches "${excerpt(match[0])}"`);
    }
    if (match === null) return passedOrNot(false, "nothing to compare: the pattern does not match");
    const extracted = match[1] ?? match[0];
    if (config.compare === "numeric") {
      return judgeNumeric({ tolerance: 0, toleranceKind: "absolute" }, extracted, expected);
    }
    return extracted.trim() === wanted?.trim()
      ? passedOrNot(true, `extracted "${excerpt(extracted)}" as expected`)
      : passedOrNot(false, `expected "${excerpt(wanted ?? "")}", extracted "${excerpt(extracted)}"`);
  };
}
