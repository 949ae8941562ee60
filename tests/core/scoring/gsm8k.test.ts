import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { evaluate } from "@/lib/core/scoring/evaluate";
import { evaluatorConfigSchema } from "@/lib/core/scoring/evaluator-config";

const data = path.resolve(import.meta.dirname, "../../../../shared/data");
const answer = z.object({ text: z.string(), correct: z.boolean() });
const questionSchema = z.object({ question: z.string(), answer: z.string() });
const recordedSchema = z.object({ question: z.string(), answers: z.record(z.string(), answer) });

function readLines<T>(file: string, schema: z.ZodType<T>): T[] {
  const lines = readFileSync(path.join(data, file), "utf8").trim().split("\n");
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

describe("numeric on GSM8K's recorded answers", () => {
  const questions = readLines("gsm8k-test.jsonl", questionSchema);
  const recorded = new Map(
    readLines("gsm8k-recorded-answers.jsonl", recordedSchema).map((entry) => [entry.question, entry.answers]),
  );
  const numeric = evaluatorConfigSchema.parse({ type: "numeric" });

  it.each([
    ["175b_verification", 742],
    ["6b_finetuning", 286],
  ])("agrees with the authors' verdict on every answer of %s: %i of 1,319", (model, right) => {
    const verdicts = questions.map((item) => {
      const given = recorded.get(item.question)?.[model];
      const { passed, detail } = evaluate(numeric, given?.text ?? "", item.answer);
      return { passed, correct: given?.correct, detail };
    });
    expect(verdicts.length).toBe(1319);
    expect(verdicts.filter((verdict) => verdict.passed !== verdict.correct)).toEqual([]);
    expect(verdicts.filter((verdict) => verdict.passed).length).toBe(right);
  });
});
