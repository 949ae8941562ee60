import { describe, expect, it } from "vitest";
import { judgeMessages, reaskMessages, verdictJsonSchema } from "@/lib/core/scoring/judge-prompt";
import { type JudgeRubric, judgeRubricSchema } from "@/lib/core/scoring/judge-rubric";
import { readVerdict } from "@/lib/core/scoring/judge-verdict";
import { simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import { createModelProvider } from "@/lib/providers/create-provider";
import { judgeAnswer } from "@/lib/providers/simulated/judge-answer";
import { SimulatorRegistry } from "@/lib/providers/simulated/simulator-registry";
import { loadReadyRubrics } from "@/lib/services/ready-rubrics";
import { modelCall, realClock } from "../model-call";

const CHOICES = { choices: { right: 1, half: 0.5, wrong: 0 } };
const compare: JudgeRubric = { prompt: "Q: {{input}}\nExpected: {{expected}}\nOutput: {{output}}", ...CHOICES };

function asked(rubric: JudgeRubric, output: string, expected: string | null, input = "What is 17 + 25?"): string {
  const rendered = judgeMessages(rubric, { vars: { input }, expected, output, sent: [] });
  if (!rendered.ok) throw new Error(`missing ${rendered.missing.join(", ")}`);
  return rendered.messages[0]?.content ?? "";
}
const OPTIONS = { seed: 1, nonsense: 0, request: 1 };
const verdict = (rubric: JudgeRubric, text: string) => {
  const read = readVerdict(judgeAnswer([text], OPTIONS) ?? "", rubric);
  return read.ok ? read.verdict : null;
};

describe("the simulated judge", () => {
  it.each([
    ["42", "42", "right"],
    ["It is 42.", "#### 42", "right"],
    ["41", "42", "wrong"],
    ["Paris", "Paris", "right"],
    ["The capital is Paris.", "paris", "right"],
    ["Rome", "Paris", "wrong"],
    ["", "Paris", "wrong"],
  ])("compares %j with %j: %s", (output, expected, choice) => {
    const found = verdict(compare, asked(compare, output, expected));
    expect(found?.choice).toBe(choice);
    expect(found?.reason).not.toBe("");
  });

  it("works out arithmetic where nothing is expected, and gives the ends of a scale", () => {
    const scale: JudgeRubric = { prompt: "Task: {{input}}\nAnswer: {{output}}", scale: { min: 1, max: 5 } };
    expect(verdict(scale, asked(scale, "42", null))).toMatchObject({ given: 5, score: 1 });
    expect(verdict(scale, asked(scale, "43", null))).toMatchObject({ given: 1, score: 0 });
  });

  it("judges what it cannot compare by chance, alike for the same text", () => {
    const taste: JudgeRubric = { prompt: "Is this funny? {{output}}", ...CHOICES };
    const good = Array.from({ length: 300 }, (_, i) => verdict(taste, asked(taste, `joke number ${i}, he said`, null)));
    const share = good.filter((found) => found?.choice === "right").length / 300;
    expect(share).toBeGreaterThan(0.75);
    expect(share).toBeLessThan(0.95);
    const again = verdict(taste, asked(taste, "joke number 0, he said", null));
    expect(again).toEqual(good[0]);
  });

  it("says nothing of prompts that ask for no verdict", () => {
    expect(judgeAnswer(["What is 17 + 25?"], OPTIONS)).toBeNull();
    expect(judgeAnswer([], OPTIONS)).toBeNull();
  });

  it("talks nonsense in the share that is asked for, and judges the first message when asked again", () => {
    const text = asked(compare, "42", "42");
    const nonsense = Array.from({ length: 400 }, (_, request) =>
      judgeAnswer([text], { seed: 3, nonsense: 0.25, request }),
    ).filter((answer) => answer !== null && !readVerdict(answer, compare).ok).length;
    expect(nonsense / 400).toBeGreaterThan(0.15);
    expect(nonsense / 400).toBeLessThan(0.35);
    const again = reaskMessages(compare, [{ role: "user", content: text }], "hm", "it holds no JSON object");
    const texts = again.filter(({ role }) => role === "user").map(({ content }) => content);
    expect(readVerdict(judgeAnswer(texts, OPTIONS) ?? "", compare)).toMatchObject({ ok: true });
  });

  it("finds what the ready rubrics compare", async () => {
    for (const ready of await loadReadyRubrics()) {
      const rubric = judgeRubricSchema.parse({ prompt: ready.prompt, choices: ready.choices });
      const rendered = judgeMessages(rubric, {
        vars: { input: "What is 17 + 25?", criteria: "It is right", instructions: "Add", language: "French" },
        expected: "42",
        output: "42",
        sent: [],
      });
      const text = rendered.ok ? (rendered.messages[0]?.content ?? "") : "";
      expect(verdict(rubric, text), ready.name).not.toBeNull();
    }
  });
});

describe("structured output", () => {
  it.each(["openai", "anthropic", "gemini", "none"] as const)(
    "comes back as JSON text in the dialect %s",
    async (dialect) => {
      const provider = createModelProvider(
        {
          id: `p-${dialect}`,
          kind: "simulated",
          baseUrl: null,
          apiKey: null,
          simulated: simulatedSettingsSchema.parse({ dialect, latencyMedianMs: 0 }),
        },
        { clock: realClock, simulators: new SimulatorRegistry(realClock) },
      );
      const result = await provider.call(
        modelCall({
          messages: [{ role: "user", content: asked(compare, "42", "42") }],
          format: { name: "verdict", schema: verdictJsonSchema(compare) },
        }),
      );
      expect(readVerdict(result.output ?? "", compare)).toMatchObject({ ok: true, verdict: { choice: "right" } });
    },
  );
});
