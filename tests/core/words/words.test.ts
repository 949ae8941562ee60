import { describe, expect, it } from "vitest";
import { durationWords, remainingWords } from "@/lib/core/words/duration-words";
import { moneyWords } from "@/lib/core/words/money-words";
import { countWords, limitWords, percentWords, plural, rateWords, tokenWords } from "@/lib/core/words/number-words";

describe("words for numbers and times", () => {
  it.each([
    [0, "0 ms"],
    [840, "840 ms"],
    [999.6, "1.0 s"],
    [1234, "1.2 s"],
    [9949, "9.9 s"],
    [9951, "10 s"],
    [59_600, "1 min 0 s"],
    [241_621, "4 min 2 s"],
    [3_599_400, "59 min 59 s"],
    [3_900_000, "1 h 05 min"],
  ])("%d ms is %s", (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });

  it("counts a wait that goes on up to whole seconds", () => {
    expect([0, 1, 1001, 11_900].map(remainingWords)).toEqual(["0 s", "1.0 s", "2.0 s", "12 s"]);
  });

  it("writes numbers as they are spoken of", () => {
    expect([0, 999, 1200, 1_234_567].map(countWords)).toEqual(["0", "999", "1,200", "1,234,567"]);
    expect([5, 0.25, 1000, 3.7, 1234.5678].map(limitWords)).toEqual(["5", "0.25", "1,000", "3.7", "1,234.568"]);
    expect([2, 0.254, 0, 120, 49.96].map(rateWords)).toEqual(["2.0", "0.25", "0.0", "120", "50.0"]);
    expect([0, 0.01, 0.025, 0.18, 1].map(percentWords)).toEqual(["0 %", "1 %", "2.5 %", "18 %", "100 %"]);
    expect([9999, 198_200].map(tokenWords)).toEqual(["9,999", "198 k"]);
    expect([plural(1, "case"), plural(2, "case")]).toEqual(["1 case", "2 cases"]);
  });
});

describe("money", () => {
  it.each([
    [1234.5, "$1,234.50"],
    [1.836, "$1.84"],
    [0.0031, "$0.0031"],
    [0.00001, "<$0.0001"],
    [0, "$0"],
  ])("writes %d dollars as %s", (usd, words) => {
    expect(moneyWords(usd)).toBe(words);
  });
});
