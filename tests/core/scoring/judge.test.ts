import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inEvaluatorOrder, judgesOf } from "@/lib/core/scoring/evaluate";
import { evaluatorConfigSchema, evaluatorRequestSchema } from "@/lib/core/scoring/evaluator-config";
import { judgeMessages, reaskMessages, rubricCaseVariables, verdictJsonSchema } from "@/lib/core/scoring/judge-prompt";
import { type JudgeRubric, judgeRubricSchema } from "@/lib/core/scoring/judge-rubric";
import { readVerdict } from "@/lib/core/scoring/judge-verdict";
import { evaluatorsNeedExpected } from "@/lib/core/scoring/needs-expected";

const RUBRIC: JudgeRubric = {
  prompt: "Q: {{input}} A: {{output}} E: {{expected}} in {{language}}",
  choices: { B: 0.5, C: 0, A: 1 },
};
const JUDGED = {
  vars: { language: "French" },
  expected: "oui",
  output: "si",
  sent: [{ role: "user", content: "yes?" }],
} as const;
const judge = (over: object) => ({
  type: "judge",
  providerId: "p",
  model: "m",
  rubric: { prompt: "{{output}}?" },
  ...over,
});

describe("a rubric", () => {
  it.each<[string, object]>([
    ["a prompt without {{output}}", { prompt: "Is it good?" }],
    ["an empty prompt", { prompt: "" }],
    ["choices and a scale", { prompt: "{{output}}", choices: { A: 1, B: 0 }, scale: { min: 0, max: 1 } }],
    ["a single choice", { prompt: "{{output}}", choices: { A: 1 } }],
    ["a score beyond 1", { prompt: "{{output}}", choices: { A: 2, B: 0 } }],
    ["a choice without a name", { prompt: "{{output}}", choices: { " ": 1, B: 0 } }],
    ["a scale upside down", { prompt: "{{output}}", scale: { min: 5, max: 1 } }],
    ["a scale without width", { prompt: "{{output}}", scale: { min: 1, max: 1 } }],
  ])("is refused: %s", (_what, rubric) => {
    expect(judgeRubricSchema.safeParse(rubric).success).toBe(false);
  });

  it("names the variables that the dataset has to have, and no others", () => {
    expect(rubricCaseVariables(RUBRIC)).toEqual(["language"]);
    const config = (rubric: object) => [evaluatorConfigSchema.parse(judge({ rubric }))];
    expect(evaluatorsNeedExpected(config({ prompt: "{{output}} {{expected}}" }))).toBe(true);
    expect(evaluatorsNeedExpected(config({ prompt: "{{output}}" }))).toBe(false);
  });

  it("may be named in a launch, but is text in a run", () => {
    expect(evaluatorRequestSchema.safeParse(judge({ rubric: "factuality" })).success).toBe(true);
    expect(evaluatorConfigSchema.safeParse(judge({ rubric: "factuality" })).success).toBe(false);
  });
});

describe("the judge's request", () => {
  it("fills in input, output, expected and the case's variables, and asks for JSON with the choices, best first", () => {
    const rendered = judgeMessages(RUBRIC, JUDGED);
    expect(rendered.ok && rendered.messages).toEqual([
      {
        role: "user",
        content:
          "Q: yes? A: si E: oui in French\n\nAnswer with one JSON object and nothing else: " +
          '{"reason": "your reasoning in one to three sentences", "choice": one of "A", "B", "C"}',
      },
    ]);
    expect(verdictJsonSchema(RUBRIC)).toEqual({
      type: "object",
      properties: { reason: { type: "string" }, choice: { type: "string", enum: ["A", "B", "C"] } },
      required: ["reason", "choice"],
      additionalProperties: false,
    });
  });

  it("takes {{input}} from the case where it has such a variable, and {{output}} and {{expected}} never", () => {
    const vars = { language: "French", input: "the question", output: "forged", expected: "forged" };
    const rendered = judgeMessages(RUBRIC, { ...JUDGED, vars });
    expect(rendered.ok && rendered.messages[0]?.content).toContain("Q: the question A: si E: oui");
  });

  it("is not made without a value that the rubric names", () => {
    expect(judgeMessages(RUBRIC, { ...JUDGED, expected: null })).toEqual({ ok: false, missing: ["expected"] });
    expect(judgeMessages(RUBRIC, { ...JUDGED, vars: {} })).toEqual({ ok: false, missing: ["language"] });
  });

  it("shows all that was sent where it was more than one message", () => {
    const sent = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "yes?" },
    ] as const;
    const rendered = judgeMessages({ prompt: "{{input}}|{{output}}" }, { ...JUDGED, sent });
    expect(rendered.ok && rendered.messages[0]?.content).toMatch(/^system: Be brief\.\n\nuser: yes\?\|si/);
  });

  it("asks once more with the bad answer and what is wrong with it; an empty one is just asked again", () => {
    const asked = [{ role: "user" as const, content: "judge!" }];
    const again = reaskMessages(RUBRIC, asked, "dunno", "it holds no JSON object");
    expect(again.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(again[2]?.content).toContain("That is no verdict: it holds no JSON object. Answer with one JSON object");
    expect(reaskMessages(RUBRIC, asked, " ", "it is empty")).toBe(asked);
  });
});

describe("readVerdict", () => {
  const choices = { choices: { A: 1, B: 0.5, "Not sure": 0 } };
  const scale = { scale: { min: 1, max: 5 } };
  it.each<[string, string, number, string | null]>([
    ["plain JSON", '{"reason": "fine", "choice": "A"}', 1, "A"],
    ["a code fence", '```json\n{"reason": "fine", "choice": "B"}\n```', 0.5, "B"],
    ["words around it", 'My verdict: {"choice": "A", "reason": "fine"} as asked.', 1, "A"],
    ["another case", '{"choice": "not SURE", "reason": "fine"}', 0, "Not sure"],
    ["brackets", '{"choice": "(A)", "reason": "fine"}', 1, "A"],
    ["a full stop", '{"choice": "b.", "reason": "fine"}', 0.5, "B"],
    ["fields beyond those asked for", '{"choice": "A", "score": 3, "reason": "fine"}', 1, "A"],
  ])("reads a choice: %s", (_what, text, score, choice) => {
    expect(readVerdict(text, choices)).toEqual({ ok: true, verdict: { score, choice, given: null, reason: "fine" } });
  });

  it.each<[string, string, number, number]>([
    ["the middle", '{"reason": "fine", "score": 3}', 0.5, 3],
    ["the ends", '{"reason": "fine", "score": 5}', 1, 5],
    ["a number as text", '{"reason": "fine", "score": "2"}', 0.25, 2],
  ])("maps a number of the scale to 0 to 1: %s", (_what, text, score, given) => {
    expect(readVerdict(text, scale)).toEqual({ ok: true, verdict: { score, choice: null, given, reason: "fine" } });
  });

  it.each<[string, string, object, string]>([
    ["an empty answer", "  ", choices, "it is empty"],
    ["prose", "I like it.", choices, "it holds no JSON object"],
    ["a list", '["A"]', choices, "it holds no JSON object"],
    ["broken JSON", '{"choice": "A"', choices, "it holds no JSON object"],
    ["a label that is none", '{"choice": "Z", "reason": ""}', choices, '"Z" is none of the choices'],
    ["no choice", '{"reason": "fine"}', choices, 'its JSON has no "choice"'],
    ["a choice of another kind", '{"choice": ["A"]}', choices, "its JSON has not the fields that were asked for"],
    ["off the scale", '{"score": 7}', scale, "the score 7 is not within 1 to 5"],
    ["words for a number", '{"score": "high"}', scale, 'its JSON has no "score"'],
    ["no number", '{"score": null}', scale, "its JSON has not the fields that were asked for"],
  ])("is no verdict: %s", (_what, text, rubric, problem) => {
    expect(readVerdict(text, rubric)).toEqual({ ok: false, problem });
  });

  it("never throws, and a score is always within 0 and 1", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.double().map((n) => JSON.stringify({ score: n })),
        ),
        (text) => {
          for (const rubric of [choices, scale, {}]) {
            const read = readVerdict(text, rubric);
            if (read.ok) expect(read.verdict.score >= 0 && read.verdict.score <= 1).toBe(true);
            else expect(read.problem).not.toBe("");
          }
        },
      ),
    );
  });
});

it("judges are told apart by their rubric's name, and scores come in the order of the evaluators", () => {
  const named = { prompt: "{{output}}", name: "tone" };
  const configs = [judge({}), { type: "exact" }, judge({ rubric: named }), judge({ rubric: named })].map((config) =>
    evaluatorConfigSchema.parse(config),
  );
  expect(judgesOf(configs).map(({ name }) => name)).toEqual(["judge", "judge (tone)", "judge (tone) 2"]);
  const score = (evaluator: string) => ({ evaluator, score: 1, passed: true, detail: "" });
  const ordered = inEvaluatorOrder(configs, ["judge (tone) 2", "exact", "judge"].map(score));
  expect(ordered.map(({ evaluator }) => evaluator)).toEqual(["judge", "exact", "judge (tone) 2"]);
});
