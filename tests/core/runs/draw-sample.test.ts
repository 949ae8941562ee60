import fc from "fast-check";
import { expect, it } from "vitest";
import { drawSample } from "@/lib/core/runs/draw-sample";

it("draws n different positions in order, the same for the same seed, and all where n reaches the total", () => {
  fc.assert(
    fc.property(fc.nat(300), fc.integer({ min: 1, max: 400 }), fc.integer(), (total, n, seed) => {
      const drawn = drawSample(total, n, seed);
      expect(drawn).toHaveLength(Math.min(total, n));
      expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b));
      expect(drawn.every((position) => position >= 0 && position < total)).toBe(true);
      expect(drawSample(total, n, seed)).toEqual(drawn);
    }),
  );
});

it("draws every position about as often as any other", () => {
  const hits = new Array<number>(20).fill(0);
  for (let seed = 0; seed < 2000; seed += 1) for (const at of drawSample(20, 5, seed)) hits[at] = (hits[at] ?? 0) + 1;
  // 500 expected; ± 5 standard deviations.
  for (const count of hits) expect(Math.abs(count - 500)).toBeLessThan(97);
});
