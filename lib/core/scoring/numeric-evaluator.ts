import type { Json } from "../datasets/dataset-case";
import type { EvaluatorConfig } from "./evaluator-config";
import { excerpt, expectedText } from "./expected-text";
import { lastNumber } from "./last-number";
import { NO_EXPECTED, passedOrNot, unjudged, type Verdict } from "./verdict";

/** What doubles lose in a subtraction: 18.01 − 18 is a little above 0.01, and a tolerance of 0.01 means to include it. */
const ROUNDING = 1e-9;

type Numeric = Extract<EvaluatorConfig, { type: "numeric" }>;

export function judgeNumeric(
  config: Pick<Numeric, "tolerance" | "toleranceKind">,
  output: string,
  expected: Json,
): Verdict {
  const wantedText = expectedText(expected);
  if (wantedText === null) return NO_EXPECTED;
  const wanted = typeof expected === "number" ? expected : lastNumber(wantedText);
  if (wanted === null) return unjudged(`the expected value holds no number: "${excerpt(wantedText)}"`);
  const got = lastNumber(output);
  if (got === null) return passedOrNot(false, `expected ${wanted}, the output holds no number`);
  const allowed = config.toleranceKind === "relative" ? config.tolerance * Math.abs(wanted) : config.tolerance;
  const slack = allowed === 0 ? 0 : ROUNDING * Math.max(Math.abs(wanted), Math.abs(got));
  const passed = Math.abs(got - wanted) <= allowed + slack;
  return passedOrNot(passed, passed ? `${got} is as expected` : `expected ${wanted}, got ${got}`);
}
