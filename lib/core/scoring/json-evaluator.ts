import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Json } from "../datasets/dataset-case";
import type { RuleConfig } from "./evaluator-config";
import { excerpt } from "./expected-text";
import { withoutFence } from "./fenced-json";
import type { MatchRegex } from "./regex-evaluator";
import { NO_EXPECTED, passedOrNot, type Verdict } from "./verdict";

export type JsonConfig = Extract<RuleConfig, { type: "json" }>;

/**
 * A judge with its schema compiled once: draft 2020-12 where `$schema` says so, else draft-07. Unknown keywords and
 * formats are passed over. @throws Error where the schema is not one.
 */
export function jsonJudge(config: JsonConfig, matchRegex: MatchRegex): (output: string, expected: Json) => Verdict {
  const fits = config.schema === undefined ? null : compileSchema(config.schema, matchRegex);
  return (output, expected) => {
    if (config.equals && expected === null) return NO_EXPECTED;
    const parsed = parseJson(withoutFence(output));
    if (!parsed.ok) return passedOrNot(false, `not JSON: ${excerpt(parsed.why, 120)}`);
    if (fits !== null && !fits(parsed.value)) return passedOrNot(false, schemaFault(fits.errors));
    if (config.equals && !deepEqual(parsed.value, expectedJson(expected))) {
      return passedOrNot(false, `JSON differs from the expected ${excerpt(JSON.stringify(expectedJson(expected)))}`);
    }
    return passedOrNot(true, "JSON as expected");
  };
}

function compileSchema(schema: Record<string, unknown>, matchRegex: MatchRegex): ValidateFunction {
  // The schema's own patterns meet the same text as regex evaluators, so they get the same matcher.
  const regExp = Object.assign(
    (source: string, flags: string) => {
      const pattern = new RegExp(source, flags);
      return { test: (text: string) => isMatch(matchRegex(pattern, text)) };
    },
    { code: "new RegExp" },
  );
  const options = { strict: false, validateFormats: false, logger: false, code: { regExp } } as const;
  const modern = typeof schema.$schema === "string" && schema.$schema.includes("2020-12");
  return (modern ? new Ajv2020(options) : new Ajv(options)).compile(schema);
}

function isMatch(found: ReturnType<MatchRegex>): boolean {
  return found !== null && found !== "timed-out";
}

function schemaFault(errors: readonly ErrorObject[] | null | undefined): string {
  const first = errors?.[0];
  if (first === undefined) return "does not fit the schema";
  return excerpt(`${first.instancePath === "" ? "the whole" : first.instancePath} ${first.message ?? "is wrong"}`, 160);
}

function parseJson(text: string): { ok: true; value: Json } | { ok: false; why: string } {
  try {
    // JSON.parse yields nothing but JSON.
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}

/** Files of text hold JSON as text; a text that is no JSON is meant as it stands. */
function expectedJson(expected: Json): Json {
  if (typeof expected !== "string") return expected;
  const parsed = parseJson(expected);
  return parsed.ok ? parsed.value : expected;
}

/** Equal whatever the order of keys; the order of lists counts. */
function deepEqual(a: Json, b: Json): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b)) return false;
    return a.length === b.length && a.every((item, at) => deepEqual(item, b[at] ?? null));
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key] ?? null, b[key] ?? null))
  );
}
