import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastNumber } from "@/lib/core/scoring/last-number";

describe("lastNumber", () => {
  it.each([
    ["1,319", 1319],
    ["1,450,000", 1_450_000],
    ["$18.00", 18],
    ["-3", -3],
    ["−3", -3],
    ["-$5", -5],
    ["$-5", -5],
    ["= -0.5", -0.5],
    ["10-3", 3],
    ["(a)-3", 3],
    ["5-10", 10],
    ["5 - 3 = 2", 2],
    ["1e3", 1000],
    ["2.5E-2", 0.025],
    [".5", 0.5],
    ["3/4", 0.75],
    ["-3/4", -0.75],
    ["1 3/4", 1.75],
    ["3/0", 0],
    ["2024/05/06", 6],
    ["\\frac{3}{4}", 0.75],
    ["\\boxed{1{,}319}", 1319],
    ["18.", 18],
    ["It is 18. Really.", 18],
    ["50%", 50],
    ["50 %", 50],
    ["1, 2, 3", 3],
    ["1,2", 2],
    ["18 million", 18],
    ["x\n#### 2,125", 2125],
    ["2*9 = $<<2*9=18>>18", 18],
    ["0.5.", 0.5],
    ["1.2.3", 3],
    ["1e999", null],
    ["none", null],
    ["", null],
    ["-", null],
    [".", null],
  ])("of %j is %s", (text, number) => {
    expect(lastNumber(text)).toBe(number);
  });

  it("reads back every number that JavaScript prints", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(lastNumber(`The answer is ${number} apples.`)).toBe(number === 0 ? 0 : number);
      }),
    );
  });

  it("reads back whole numbers with separators, whatever stands before", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (before, number) => {
        expect(lastNumber(`${before}\nA: ${number.toLocaleString("en-US")}`)).toBe(number);
      }),
    );
  });

  it("finds the last number of a text of any length", () => {
    expect(lastNumber(`7 ${"word ".repeat(100_000)}42`)).toBe(42);
  });
});
