import { describe, expect, it } from "vitest";
import { isSameCase, lookAtPairs } from "@/lib/core/comparing/same-case";

const QUESTION = "Weng earns $12 an hour. How much did she earn in 50 minutes?";

describe("cases of two datasets", () => {
  it.each([
    ["the same", { question: QUESTION, topic: "sums" }, { question: QUESTION, topic: "sums" }, true],
    ["in another order, under another name", { question: QUESTION, n: 1 }, { n: 2, prompt: QUESTION }, true],
    ["with blanks around it", { question: `${QUESTION}\n` }, { question: QUESTION }, true],
    [
      "another question",
      { question: QUESTION, topic: "sums" },
      { question: "What is a riddle?", topic: "sums" },
      false,
    ],
    ["no text", { a: 1, b: [1, 2, 3] }, { list: [1, 2, 3] }, true],
    ["nothing at all", {}, {}, true],
  ])("%s", (_, a, b, same) => {
    expect(isSameCase(a, b)).toBe(same);
    expect(isSameCase(b, a)).toBe(same);
  });

  it("counts the pairs that ask the same", () => {
    const pair = (a: string, b: string) => ({ a: { q: a }, b: { q: b } });
    expect(lookAtPairs([pair("x", "x"), pair("x", "y"), pair("z", "z")])).toEqual({ looked: 3, same: 2 });
    expect(lookAtPairs([])).toEqual({ looked: 0, same: 0 });
  });
});
