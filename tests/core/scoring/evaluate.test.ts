import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "@/lib/core/datasets/dataset-case";
import { isDomainError } from "@/lib/core/errors";
import { compileEvaluators, evaluate, evaluatorIssues } from "@/lib/core/scoring/evaluate";
import { evaluatorConfigSchema } from "@/lib/core/scoring/evaluator-config";
import { evaluatorsNeedExpected } from "@/lib/core/scoring/needs-expected";

type Input = Parameters<typeof evaluatorConfigSchema.parse>[0];
const score = (config: Input, output: string, expected: Json = null) =>
  evaluate(evaluatorConfigSchema.parse(config), output, expected);

const CASES: readonly [string, Input, string, Json, boolean][] = [
  ["equal texts", { type: "exact" }, "Paris", "Paris", true],
  ["spaces around", { type: "exact" }, " Paris\n", "Paris", true],
  ["spaces around, kept", { type: "exact", trim: false }, " Paris", "Paris", false],
  ["another case", { type: "exact" }, "paris", "Paris", false],
  ["another case, ignored", { type: "exact", ignoreCase: true }, "PARIS", "Paris", true],
  ["composed and decomposed accents", { type: "exact" }, "caf\u00e9", "cafe\u0301", true],
  ["a number as expected value", { type: "exact" }, "4", 4, true],
  ["a list as expected value", { type: "exact" }, "[1,2]", [1, 2], true],
  ["an empty expected value", { type: "exact" }, "", "", true],
  ["no expected value", { type: "exact" }, "", null, false],

  ["the expected value inside", { type: "contains" }, "It is Paris.", "Paris", true],
  ["a value of its own", { type: "contains", value: "Rome" }, "It is Rome.", null, true],
  ["another case inside", { type: "contains", ignoreCase: true }, "it is PARIS", "Paris", true],
  ["nothing inside", { type: "contains" }, "It is Rome.", "Paris", false],
  ["an empty text to look for", { type: "contains" }, "anything", " ", false],

  ["a match", { type: "regex", pattern: "^A: \\d+$", flags: "m" }, "so\nA: 18\n", null, true],
  ["no match", { type: "regex", pattern: "^A: \\d+$" }, "so\nA: 18\n", null, false],
  ["the first group", { type: "regex", pattern: "A: (\\w+)", compare: "exact" }, "A: yes, B: no", "yes", true],
  ["the whole match", { type: "regex", pattern: "\\w+$", compare: "exact" }, "it is yes", "yes", true],
  ["another group", { type: "regex", pattern: "A: (\\w+)", compare: "exact" }, "A: no", "yes", false],
  ["a group as a number", { type: "regex", pattern: "A: (\\S+)", compare: "numeric" }, "A: $1,000 (of 9)", 1000, true],
  ["nothing to extract", { type: "regex", pattern: "A: (.+)", compare: "exact" }, "B", "yes", false],
  ["a comparison without expected value", { type: "regex", pattern: "A", compare: "exact" }, "A", null, false],

  ["the last number", { type: "numeric" }, "2*9 = 18", "so it is\n#### 18", true],
  ["a number as expected value", { type: "numeric" }, "18.0", 18, true],
  ["another number", { type: "numeric" }, "18", "19", false],
  ["within a tolerance", { type: "numeric", tolerance: 0.01 }, "18.01", "18", true],
  ["beyond a tolerance", { type: "numeric", tolerance: 0.01 }, "18.02", "18", false],
  ["within a share", { type: "numeric", tolerance: 0.05, toleranceKind: "relative" }, "-105", "-100", true],
  ["beyond a share", { type: "numeric", tolerance: 0.05, toleranceKind: "relative" }, "-106", "-100", false],
  ["no number in the output", { type: "numeric" }, "none", "18", false],
  ["no number expected", { type: "numeric" }, "18", "none", false],

  ["JSON", { type: "json" }, '{"a": 1}', null, true],
  ["JSON in a fence", { type: "json" }, '```json\n{"a": 1}\n```', null, true],
  ["no JSON", { type: "json" }, "{a: 1}", null, false],
  ["a schema that fits", { type: "json", schema: { type: "object", required: ["a"] } }, '{"a": 1}', null, true],
  ["a schema that does not", { type: "json", schema: { type: "object", required: ["a"] } }, "{}", null, false],
  ["keys in another order", { type: "json", equals: true }, '{"a":1,"b":[2]}', { b: [2], a: 1 }, true],
  ["expected JSON as text", { type: "json", equals: true }, '{"a":1}', '{ "a": 1.0 }', true],
  ["a list in another order", { type: "json", equals: true }, "[1,2]", [2, 1], false],
  ["a key too many", { type: "json", equals: true }, '{"a":1,"b":null}', { a: 1 }, false],
  ["a key of another name", { type: "json", equals: true }, '{"b":null}', { a: null }, false],

  ["alike enough", { type: "levenshtein", threshold: 0.8 }, "kittens", "kitten", true],
  ["not alike", { type: "levenshtein", threshold: 0.8 }, "sitting", "kitten", false],
];

describe("evaluate", () => {
  it.each(CASES)("%s", (_what, config, output, expected, passed) => {
    const found = score(config, output, expected);
    expect(found.passed).toBe(passed);
    expect(found.detail).not.toBe("");
  });

  it("gives likeness as the score", () => {
    expect(score({ type: "levenshtein" }, "sitting", "kitten").score).toBeCloseTo(1 - 3 / 7, 9);
    expect(score({ type: "levenshtein" }, "", "").score).toBe(1);
  });

  it("says why: expected and found", () => {
    expect(score({ type: "numeric" }, "26", "18").detail).toBe("expected 18, got 26");
    expect(score({ type: "json", schema: { type: "object", required: ["a"] } }, "{}").detail).toContain("'a'");
  });

  it("never throws and keeps the score within 0 and 1, whatever the output", () => {
    const configs = [...new Set(CASES.map(([, config]) => config))].map((config) =>
      evaluatorConfigSchema.parse(config),
    );
    const scoreOutput = compileEvaluators(configs);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.jsonValue(), (output, expected) => {
        for (const found of scoreOutput(output, expected as Json)) {
          expect(found.score).toBeGreaterThanOrEqual(0);
          expect(found.score).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("survives JSON nested deeper than the stack", () => {
    const deep = "[".repeat(200_000) + "]".repeat(200_000);
    expect(score({ type: "json", equals: true }, deep, "[]").passed).toBe(false);
    expect(score({ type: "json", equals: true }, deep, deep).evaluator).toBe("json");
  });

  it("compares only the beginnings of long texts, and says so", () => {
    const found = score({ type: "levenshtein" }, "a".repeat(300_000), "a".repeat(300_000));
    expect(found).toMatchObject({ score: 1, passed: true });
    expect(found.detail).toContain("first 20000 characters");
  });

  it("tells evaluators of one type apart", () => {
    const configs = [{ type: "contains", value: "a" }, { type: "exact" }, { type: "contains", value: "b" }];
    const names = compileEvaluators(configs.map((config) => evaluatorConfigSchema.parse(config)))("a", "a");
    expect(names.map((found) => [found.evaluator, found.passed])).toEqual([
      ["contains", true],
      ["exact", true],
      ["contains 2", false],
    ]);
  });

  it("does not judge where the pattern runs out of time", () => {
    const [found] = compileEvaluators([evaluatorConfigSchema.parse({ type: "regex", pattern: "a" })], {
      matchRegex: () => "timed-out",
    })("a", null);
    expect(found).toMatchObject({ passed: false, score: 0 });
    expect(found?.detail).toContain("too long");
  });

  it("refuses a schema that is none, naming the evaluator", () => {
    const configs = [{ type: "exact" }, { type: "json", schema: { type: "nonsense" } }].map((config) =>
      evaluatorConfigSchema.parse(config),
    );
    expect(evaluatorIssues(configs).map((issue) => issue.path)).toEqual(["evaluators[1].schema"]);
    expect(() => compileEvaluators(configs)).toThrowError(expect.toSatisfy(isDomainError));
  });

  it("reads 2020-12 schemas where they say so", () => {
    const schema = { $schema: "https://json-schema.org/draft/2020-12/schema", prefixItems: [{ type: "number" }] };
    expect(score({ type: "json", schema }, "[1]").passed).toBe(true);
    expect(score({ type: "json", schema }, '["a"]').passed).toBe(false);
  });
});

describe("evaluatorsNeedExpected", () => {
  it.each([
    [{ type: "exact" }, true],
    [{ type: "contains" }, true],
    [{ type: "contains", value: "x" }, false],
    [{ type: "regex", pattern: "x" }, false],
    [{ type: "regex", pattern: "x", compare: "numeric" }, true],
    [{ type: "numeric" }, true],
    [{ type: "json" }, false],
    [{ type: "json", equals: true }, true],
    [{ type: "levenshtein" }, true],
  ])("%j: %s", (config, needed) => {
    expect(evaluatorsNeedExpected([evaluatorConfigSchema.parse(config)])).toBe(needed);
  });
});
