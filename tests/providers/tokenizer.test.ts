import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { countLongText } from "@/lib/core/tokens/count-tokens";
import { createTokenizer } from "@/lib/providers/tokenizer";

describe("the tokenizer", () => {
  it("counts by length until it is loaded, and exactly from then on", async () => {
    const tokenizer = createTokenizer();
    const text = "The quick brown fox jumps over the lazy dog.";
    expect(tokenizer.count(text)).toBe(11);
    await tokenizer.ready();
    expect(tokenizer.count(text)).toBe(10);
  });

  it("takes control tokens and broken characters as text", async () => {
    const tokenizer = createTokenizer();
    await tokenizer.ready();
    expect(tokenizer.count("<|endoftext|>")).toBeGreaterThan(1);
    expect(tokenizer.count("\ud83d")).toBeGreaterThan(0);
    expect(tokenizer.count("")).toBe(0);
  });

  it("is off by no more than 2 % where a long text is counted in pieces", async () => {
    const { count, ready } = createTokenizer();
    await ready();
    const questions = readFileSync("../shared/data/gsm8k-test.jsonl", "utf8");
    for (const length of [1000, 5000, 8000]) {
      const text = questions.slice(0, length);
      expect(Math.abs(countLongText(text, count) / count(text) - 1)).toBeLessThanOrEqual(0.02);
    }
  });

  it("never sees more than a few thousand characters of a cell of a megabyte", async () => {
    const { count, ready } = createTokenizer();
    await ready();
    let seen = 0;
    const counted = countLongText("a".repeat(1_000_000), (text) => {
      seen += text.length;
      return count(text);
    });
    expect(seen).toBe(6400);
    // o200k_base makes one token of eight a's.
    expect(counted).toBe(125_000);
  });
});
