import { describe, expect, it } from "vitest";
import { SAMPLE_CASES, sampleCases } from "@/lib/services/sample-dataset";

const APPLY: Record<string, (a: number, b: number) => number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
};

describe("the sample dataset", () => {
  it("asks different questions, each with its right answer", () => {
    const cases = sampleCases();
    expect(cases).toHaveLength(SAMPLE_CASES);
    expect(new Set(cases.map((item) => item.id)).size).toBe(SAMPLE_CASES);
    expect(new Set(cases.map((item) => item.vars.question)).size).toBe(SAMPLE_CASES);
    for (const { vars, expected } of cases) {
      const [, a, sign = "", b] = /^What is (\d+) ([-+*]) (\d+)\?$/.exec(String(vars.question)) ?? [];
      expect(String(APPLY[sign]?.(Number(a), Number(b)))).toBe(expected);
    }
  });
  it("is the same every time", () => {
    expect(sampleCases()).toEqual(sampleCases());
  });
});
