import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { builtInAnswers } from "@/lib/providers/simulated/answer-book";
import { arithmeticAnswer } from "@/lib/providers/simulated/arithmetic-answer";
import { loadRecordedAnswers, recordedAnswers } from "@/lib/providers/simulated/recorded-answers";
import { answerOf, VirtualSimulator } from "./virtual-simulator";

describe("arithmeticAnswer", () => {
  it.each([
    ["What is 17 + 25?", 42],
    ["17+25", 42],
    ["12 * 3 - 4 / 2", 34],
    ["7 × 6 =", 42],
    ["7 x 6 =", 42],
    ["84 ÷ 2", 42],
    ["50 − 8", 42],
    ["1.5 + 0.25", 1.75],
    ["Example: 1 + 1 is 2.\nNow: 40 + 2", 42],
  ])("works out %s", (prompt, expected) => {
    expect(arithmeticAnswer(prompt)).toBe(expected);
  });

  it.each(["", "Hello", "1 / 0", "version 1.2.3", "17"])("finds nothing to work out in %j", (prompt) => {
    expect(arithmeticAnswer(prompt)).toBeNull();
  });

  it("stays quick on a hostile prompt", () => {
    expect(arithmeticAnswer(`${"1 ".repeat(100_000)}+ + 1`)).toBeNull();
  });
});

describe("built-in answers", () => {
  const right = (seed: number, model = "m") =>
    Array.from({ length: 1000 }, (_, i) => builtInAnswers.answer(model, `What is ${i} + 7?`, seed) === String(i + 7));

  it("are right for about 85 of 100 prompts, the same ones every time", () => {
    const share = right(1).filter(Boolean).length / 1000;
    expect(share).toBeGreaterThan(0.8);
    expect(share).toBeLessThan(0.9);
    expect(right(1)).toEqual(right(1));
    expect(right(2)).not.toEqual(right(1));
    expect(right(1, "other")).not.toEqual(right(1));
  });

  it("say something of their own about everything else", () => {
    const [a, b] = ["Tell me a story", "Sing a song"].map((prompt) => builtInAnswers.answer("m", prompt, 1));
    expect(a).not.toBe(b);
    expect(builtInAnswers.answer("m", "Tell me a story", 1)).toBe(a);
  });
});

describe("recorded answers", () => {
  const line = (question: string, text: string) => ({ question, answers: { m: { text } } });
  const book = recordedAnswers([
    line("How many?", "short"),
    line("How many legs has a spider, all in all?", "eight"),
    line("How many legs has a spider, all in all? And a fly?", "both"),
    line("Été: combien de jours a une semaine normale?", "sept"),
  ]);

  it.each([
    ["How many legs has a spider, all in all?", "eight"],
    ["Q: How many legs has a spider, all in all?\nA:", "eight"],
    ["Q: How many legs has a spider, all in all? And a fly?\nA:", "both"],
    ["How many? One.\nHow many legs has a spider, all in all?", "eight"],
    ["How many legs has a spider, all in all? Eight.\nHow many?", "short"],
    ["«Été: combien de jours a une semaine normale?»", "sept"],
  ])("finds the question asked last in %j", (prompt, expected) => {
    expect(book.answer("m", prompt, 1)).toBe(expected);
  });

  it("know only the models of the file", () => {
    expect(book.hasModel("m")).toBe(true);
    expect(book.hasModel("n")).toBe(false);
  });

  it("name the file and the line that is wrong", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "answers-"));
    const file = path.join(folder, "a.jsonl");
    writeFileSync(file, `${JSON.stringify(line("q", "a"))}\n\n{"question": 3}\n`);
    await expect(loadRecordedAnswers(file)).rejects.toThrow(`answers file ${file}: line 3`);
    await expect(loadRecordedAnswers(path.join(folder, "none"))).rejects.toThrow("cannot be read");
    rmSync(folder, { recursive: true });
  });
});

const RECORDED = path.resolve(import.meta.dirname, "../../../../shared/data/gsm8k-recorded-answers.jsonl");

describe.skipIf(!existsSync(RECORDED))("replaying GSM8K", () => {
  interface Row {
    readonly question: string;
    readonly answers: Readonly<Record<string, { readonly text: string; readonly correct: boolean }>>;
  }
  const rows = readFileSync(RECORDED, "utf8")
    .trim()
    .split("\n")
    .map((text): Row => JSON.parse(text));

  it.each([
    ["175b_verification", 742],
    ["6b_finetuning", 286],
  ])("%s: the right text for each of 1,319 questions, %i of them correct", async (model, expected) => {
    const simulator = new VirtualSimulator({ latencyMedianMs: 0 }, await loadRecordedAnswers(RECORDED));
    let correct = 0;
    for (const { question, answers } of rows) {
      const reply = simulator.send(`Solve this. End with the number.\n\nQuestion: ${question}\nAnswer:`, { model });
      await simulator.advanceTo(simulator.nowMs + 1);
      const text = answerOf(await reply);
      expect(text).toBe(answers[model]?.text);
      // The verdict belongs to the text, so it is looked up by what came back.
      if (
        rows.some((row) => row.question === question && row.answers[model]?.text === text && row.answers[model].correct)
      ) {
        correct += 1;
      }
    }
    expect(rows).toHaveLength(1319);
    expect(correct).toBe(expected);
  });
});
