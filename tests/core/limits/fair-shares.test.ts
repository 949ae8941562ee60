import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fairShares } from "@/lib/core/limits/fair-shares";

describe("fair shares", () => {
  it.each([
    { wanted: [5, 5, 5], available: 12, shares: [4, 4, 4] },
    { wanted: [1, 8, 8], available: 10, shares: [1, 4.5, 4.5] },
    { wanted: [2, 3], available: 10, shares: [2, 3] },
    { wanted: [8, 1], available: 5, shares: [4, 1] },
    { wanted: [], available: 5, shares: [] },
  ])("of $available for $wanted are $shares", ({ wanted, available, shares }) => {
    expect(fairShares(wanted, available)).toEqual(shares);
  });

  it("give nobody more than it asks for, and all that there is where that is wanted", () => {
    const rate = fc.double({ min: 0.01, max: 500, noNaN: true });
    fc.assert(
      fc.property(fc.array(rate, { minLength: 1, maxLength: 12 }), rate, (wanted, available) => {
        const shares = fairShares(wanted, available);
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
        shares.forEach((share, at) => {
          expect(share).toBeLessThanOrEqual((wanted[at] ?? 0) + 1e-9);
        });
        expect(sum(shares)).toBeCloseTo(Math.min(available, sum(wanted)), 6);
      }),
    );
  });
});
