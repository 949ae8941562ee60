import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { countLongText } from "@/lib/core/tokens/count-tokens";
import { PromptTokens } from "@/lib/core/tokens/prompt-tokens";

/** One token a word. */
const words = (text: string) => text.split(/\s+/).filter((word) => word !== "").length;

describe("tokens of a long text", () => {
  it("never hands the tokenizer more than 400 characters, nor 8,000 in all, whatever the length", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), (length) => {
        let handed = 0;
        countLongText("x".repeat(length), (text) => {
          expect(text.length).toBeLessThanOrEqual(400);
          handed += text.length;
          return 1;
        });
        expect(handed).toBe(length <= 8000 ? length : 6400);
      }),
      { numRuns: 50 },
    );
  });

  it("counts texts up to 8,000 characters whole: words are not cut", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 500 }), (list) => {
        const text = list.join(" ").slice(0, 8000);
        expect(countLongText(text, words)).toBe(words(text));
      }),
    );
  });

  it("is within 5 % for a million characters of even prose", () => {
    const text = "The quick brown fox jumps over the lazy dog. ".repeat(22_223).slice(0, 1_000_000);
    const counted = countLongText(text, words);
    expect(Math.abs(counted / words(text) - 1)).toBeLessThanOrEqual(0.05);
  });
});

describe("tokens of a prompt", () => {
  const target = {
    messages: [
      { role: "system" as const, content: "Answer in one word." },
      { role: "user" as const, content: "{{question}} Context: {{context}} Again: {{ question }}" },
    ],
  };

  it("are those of the template, of every value as often as it stands in it, and of the chat format", () => {
    const prompt = new PromptTokens(target, words);
    const format = 2 * 3 + 3;
    expect(prompt.shared).toBe(format + 4 + 1 + 1);
    expect(prompt.of({ question: "What is this?", context: { a: 1 } })).toBe(prompt.shared + 3 * 2 + 1);
    expect(prompt.of({})).toBe(prompt.shared);
    expect(prompt.variables).toEqual(["question", "context", "question"]);
  });

  it("the template is counted once, and a value once for each case", () => {
    const count = vi.fn(words);
    const prompt = new PromptTokens(target, count);
    prompt.of({ question: "a", context: "b" });
    const first = count.mock.calls.length;
    prompt.of({ question: "c", context: "d" });
    expect(count.mock.calls.length - first).toBe(2);
  });
});
