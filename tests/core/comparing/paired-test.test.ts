import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceInterval, mcnemarExact, pairedTest } from "@/lib/core/comparing/paired-test";
import { wilsonInterval, Z_95 } from "@/lib/core/comparing/wilson-interval";

/** Twice the tail in whole numbers: nothing is rounded. */
function exactP(regressed: number, improved: number): number {
  const n = regressed + improved;
  let choose = 1n;
  let tail = 0n;
  for (let k = 0; k <= Math.min(regressed, improved); k += 1) {
    tail += choose;
    choose = (choose * BigInt(n - k)) / BigInt(k + 1);
  }
  const scale = 10n ** 18n;
  return Math.min(1, Number((2n * tail * scale) / 2n ** BigInt(n)) / 1e18);
}

describe("McNemar's exact test", () => {
  it.each([
    // regressed, improved, p: 2·(1 + 10)/2^10; 2/2^6; all one way; a draw.
    [1, 9, 0.021484375],
    [0, 6, 0.03125],
    [0, 5, 0.0625],
    [5, 15, 0.04138946533203125],
    [4, 4, 1],
    [0, 0, 1],
    [0, 1, 1],
  ])("%i worse and %i better: p = %f", (regressed, improved, p) => {
    expect(mcnemarExact(regressed, improved)).toBeCloseTo(p, 12);
    expect(mcnemarExact(improved, regressed)).toBeCloseTo(p, 12);
  });

  it("agrees with whole numbers for any counts", () => {
    fc.assert(
      fc.property(fc.nat({ max: 400 }), fc.nat({ max: 400 }), (regressed, improved) => {
        expect(Math.abs(mcnemarExact(regressed, improved) - exactP(regressed, improved))).toBeLessThan(1e-10);
      }),
    );
  });

  it("holds for tens of thousands of differing pairs, where it meets the chi-squared form", () => {
    // z = 300/√40,000 = 1.5 with the correction of one: p = 2·(1 − Φ(1.495)).
    expect(mcnemarExact(19_850, 20_150)).toBeCloseTo(0.1349, 3);
    expect(mcnemarExact(10_000, 30_000)).toBe(0);
  });
});

describe("the interval of the difference", () => {
  it("is that of the textbooks for 1,600 people asked twice (794, 150, 86, 570)", () => {
    const { difference, interval, pairs, p } = pairedTest({
      bothPassed: 794,
      regressed: 150,
      improved: 86,
      bothFailed: 570,
    }) ?? { difference: 0, interval: { low: 0, high: 0 }, pairs: 0, p: 1 };
    expect(pairs).toBe(1600);
    expect(difference).toBeCloseTo(-0.04, 12);
    expect(interval.low).toBeCloseTo(-0.0588, 3);
    expect(interval.high).toBeCloseTo(-0.0213, 3);
    // z² = 64²/236 = 17.36
    expect(p).toBeGreaterThan(1e-5);
    expect(p).toBeLessThan(1e-4);
  });

  it("without any differing pair is Wilson's limit of none in n, to both sides", () => {
    for (const n of [1, 10, 500]) {
      const { low, high } = differenceInterval(0, 0, n);
      const limit = (Z_95 * Z_95) / (n + Z_95 * Z_95);
      expect(high).toBeCloseTo(limit, 9);
      expect(low).toBeCloseTo(-limit, 9);
    }
  });

  const counts = fc.record({
    bothPassed: fc.nat({ max: 3000 }),
    bothFailed: fc.nat({ max: 3000 }),
    regressed: fc.nat({ max: 300 }),
    improved: fc.nat({ max: 300 }),
  });

  it("holds the difference, stays within −1 and 1, turns with the roles, and narrows with more pairs alike", () => {
    fc.assert(
      fc.property(counts, (seen) => {
        const test = pairedTest(seen);
        if (test === null) return;
        const { difference, interval, p } = test;
        expect(interval.low).toBeGreaterThanOrEqual(-1);
        expect(interval.high).toBeLessThanOrEqual(1);
        expect(interval.low).toBeLessThanOrEqual(difference + 1e-9);
        expect(interval.high).toBeGreaterThanOrEqual(difference - 1e-9);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        const turned = pairedTest({ ...seen, regressed: seen.improved, improved: seen.regressed });
        expect(turned?.difference).toBeCloseTo(-difference, 12);
        expect(turned?.interval.low).toBeCloseTo(-interval.high, 9);
        expect(turned?.p).toBe(p);
        const tenfold = pairedTest({
          bothPassed: seen.bothPassed * 10,
          bothFailed: seen.bothFailed * 10,
          regressed: seen.regressed * 10,
          improved: seen.improved * 10,
        });
        const width = (of: typeof interval) => of.high - of.low;
        expect(width(tenfold?.interval ?? interval)).toBeLessThan(width(interval));
      }),
    );
  });

  it("leaves out no difference where the score test says yes: at its ends chi-squared is z²", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 }), (improved, regressed) => {
        // At 0 the score test is McNemar's: it holds 0 exactly where (b − c)²/(b + c) ≤ z².
        const { low, high } = differenceInterval(improved, regressed, 1000);
        const chi2 = (improved - regressed) ** 2 / (improved + regressed);
        if (Math.abs(chi2 - Z_95 * Z_95) < 1e-6) return;
        expect(low <= 0 && high >= 0).toBe(chi2 <= Z_95 * Z_95);
      }),
    );
  });

  it("is none where no pair is scored in both runs", () => {
    expect(pairedTest({ bothPassed: 0, bothFailed: 0, regressed: 0, improved: 0 })).toBeNull();
  });
});

describe("Wilson's interval of a pass rate", () => {
  it.each([
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [10, 10, 0.7225, 1],
  ])("%i of %i: %f to %f", (passed, scored, low, high) => {
    const interval = wilsonInterval(passed, scored);
    expect(interval?.low).toBeCloseTo(low, 3);
    expect(interval?.high).toBeCloseTo(high, 3);
  });

  it("is none before the first scored case", () => expect(wilsonInterval(0, 0)).toBeNull());
});
