import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairedShareTest, shareDifferences, signFlipP } from "@/lib/core/comparing/paired-share-test";
import { mcnemarExact } from "@/lib/core/comparing/paired-test";
import { repeatedInterval } from "@/lib/core/comparing/repeated-interval";
import { wilsonInterval } from "@/lib/core/comparing/wilson-interval";
import { repeatedStand, standOf } from "@/tests/support/stands";

const pattern = (passed: number, scored: number, cases: number) => ({ done: scored, scored, passed, cases });

describe("the interval of a pass rate over repeats", () => {
  it("is Wilson's where each case is asked once", () => {
    expect(repeatedInterval([pattern(1, 1, 70), pattern(0, 1, 30)])).toEqual(wilsonInterval(70, 100));
  });

  it("is that of the cases where repeats always agree: asking again tells nothing new", () => {
    const interval = repeatedInterval([pattern(3, 3, 70), pattern(0, 3, 30)]);
    expect(interval?.low).toBeCloseTo(wilsonInterval(70, 100)?.low ?? 0, 12);
    expect(interval?.high).toBeCloseTo(wilsonInterval(70, 100)?.high ?? 0, 12);
  });

  it("is that of all answers where repeats know nothing of each other", () => {
    // Two fair throws each: a quarter of the cases has none, a half has one.
    const interval = repeatedInterval([pattern(0, 2, 25), pattern(1, 2, 50), pattern(2, 2, 25)]);
    expect(interval?.low).toBeCloseTo(wilsonInterval(100, 200)?.low ?? 0, 12);
  });

  it("is the cluster-robust one by hand: 2, 1 and 0 of 2 in 10, 20 and 10 cases spread as 80 answers", () => {
    // p = ½; spread Σ(x − m·p)² = 10·1 + 0 + 10·1 = 20; p(1 − p)·80²/20 = 80.
    const interval = repeatedInterval([pattern(2, 2, 10), pattern(1, 2, 20), pattern(0, 2, 10)]);
    expect(interval?.high).toBeCloseTo(wilsonInterval(40, 80)?.high ?? 0, 12);
    // 3 of 3 in 6 cases, 2 of 3 in 2, 0 of 3 in 4: p = 22/36, spread 6·(7/6)² + 2·(1/6)² + 4·(11/6)² = 21.66….
    const uneven = repeatedInterval([pattern(3, 3, 6), pattern(2, 3, 2), pattern(0, 3, 4)]);
    const answers = ((22 / 36) * (14 / 36) * 36 ** 2) / (6 * (7 / 6) ** 2 + 2 * (1 / 6) ** 2 + 4 * (11 / 6) ** 2);
    expect(answers).toBeCloseTo(14.215, 3);
    expect(uneven?.low).toBeCloseTo(wilsonInterval((22 / 36) * answers, answers)?.low ?? 0, 12);
  });

  it("claims one answer for each case where all passed, and nothing before the first", () => {
    expect(repeatedInterval([pattern(5, 5, 20)])).toEqual(wilsonInterval(20, 20));
    expect(repeatedInterval([pattern(0, 0, 20)])).toBeNull();
    expect(repeatedInterval([])).toBeNull();
  });

  it("is never narrower than that of as many independent answers, and holds the pass rate", () => {
    const cases = fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 }), fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(fc.array(cases, { minLength: 1, maxLength: 8 }), (given) => {
        const patterns = given.map(([a, b, n]) => pattern(Math.min(a, b), Math.max(a, b), n));
        const sum = (pick: (each: (typeof patterns)[number]) => number) =>
          patterns.reduce((total, each) => total + each.cases * pick(each), 0);
        const [passed, scored] = [sum((each) => each.passed), sum((each) => each.scored)];
        const interval = repeatedInterval(patterns);
        const independent = wilsonInterval(passed, scored);
        if (interval === null || independent === null) {
          expect(scored).toBe(0);
          return;
        }
        expect(interval.high - interval.low).toBeGreaterThanOrEqual(independent.high - independent.low - 1e-12);
        expect(interval.low).toBeLessThanOrEqual(passed / scored + 1e-12);
        expect(interval.high).toBeGreaterThanOrEqual(passed / scored - 1e-12);
      }),
    );
  });
});

describe("the paired test over shares of repeats", () => {
  it("is McNemar's exact test where each case is asked once", () => {
    fc.assert(
      fc.property(fc.nat({ max: 6 }), fc.nat({ max: 6 }), (worse, better) => {
        const p = signFlipP([
          { difference: -1, cases: worse },
          { difference: 1, cases: better },
          { difference: 0, cases: 9 },
        ]);
        expect(p).toBeCloseTo(mcnemarExact(worse, better), 12);
      }),
    );
  });

  it.each([
    // All ways to flip: 2/2^3; 2/2^5; of ±⅓ ±⅔ ±1 only two sums reach 2.
    [[1 / 3, 1 / 3, 1 / 3], 0.25],
    [[0.2, 0.4, 0.6, 0.8, 1], 0.0625],
    [[1 / 3, 2 / 3, 1], 0.25],
    // ½ + ½ − 1 = 0: every sum is as far.
    [[0.5, 0.5, -1], 1],
    // |1 + 1 − ⅓| = 5/3: of eight sums ±7/3 and ±5/3 are as far.
    [[1, 1, -1 / 3], 0.5],
  ])("differences %j: p = %f", (differences, p) => {
    expect(signFlipP(differences.map((difference) => ({ difference, cases: 1 })))).toBeCloseTo(p, 12);
  });

  it("draws ways where there are many cases, close to the exact value and always alike", () => {
    const differences = [
      { difference: 1, cases: 30 },
      { difference: -1, cases: 14 },
    ];
    expect(Math.abs(signFlipP(differences) - mcnemarExact(14, 30))).toBeLessThan(0.006);
    expect(signFlipP(differences)).toBe(signFlipP(differences));
  });

  it("takes the normal limit of very many cases", () => {
    const differences = [
      { difference: 1 / 3, cases: 10_500 },
      { difference: -1 / 3, cases: 10_000 },
    ];
    // z = 500/√20,500 = 3.4922: 4.79e-4
    expect(signFlipP(differences)).toBeCloseTo(0.000479, 5);
  });

  it("counts each case once, however often it was asked, and leaves out what one run has not scored", () => {
    const patterns = [
      { standings: [repeatedStand(1, 3), repeatedStand(3, 3)], cases: 3 },
      { standings: [repeatedStand(2, 3), repeatedStand(2, 3)], cases: 5 },
      { standings: [repeatedStand(3, 3), repeatedStand(0, 0)], cases: 4 },
      { standings: [repeatedStand(3, 3), standOf("missing")], cases: 4 },
    ];
    const test = pairedShareTest(shareDifferences(patterns, 1));
    expect(test).toMatchObject({ method: "sign-flip", pairs: 8, p: 0.25 });
    expect(test?.difference).toBeCloseTo(2 / 8, 12);
  });

  it("has the interval of Agresti and Min where each case is asked once", () => {
    // 53 and 5 of 100 pairs differ: ((53 + ½) − (5 + ½))/102 ± z·√(59/102 − d²)/√102.
    const test = pairedShareTest([
      { difference: 1, cases: 53 },
      { difference: -1, cases: 5 },
      { difference: 0, cases: 42 },
    ]);
    const centre = 48 / 102;
    const half = (1.959963984540054 * Math.sqrt(59 / 102 - centre ** 2)) / Math.sqrt(102);
    expect(test?.interval.low).toBeCloseTo(centre - half, 12);
    expect(test?.interval.high).toBeCloseTo(centre + half, 12);
  });

  it("leaves room for doubt where few cases all differ alike, and says nothing of none", () => {
    const test = pairedShareTest([{ difference: 1 / 3, cases: 2 }]);
    expect((test?.interval.high ?? 0) - (test?.interval.low ?? 0)).toBeGreaterThan(0.5);
    expect(pairedShareTest([])).toBeNull();
  });
});
