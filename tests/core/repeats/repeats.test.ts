import fc from "fast-check";
import { expect, it } from "vitest";
import { repeatMark, repeatOrds, sourceOrd } from "@/lib/core/repeats/repeat-layout";
import { tallyRepeats } from "@/lib/core/repeats/repeat-tally";

it("puts the whole first pass before the second, and finds the case of every place", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 50 }), (repeats, datasetCases) => {
      const all = Array.from({ length: datasetCases }, (_, ord) => repeatOrds({ repeats, datasetCases }, ord));
      expect(all.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: repeats * datasetCases }, (_, at) => at));
      for (const [ord, ords] of all.entries()) {
        expect(ords.map((each) => Math.floor(each / datasetCases))).toEqual(ords.map((_, pass) => pass));
        for (const each of ords) {
          expect(sourceOrd(each, datasetCases)).toBe(ord);
          expect(repeatOrds({ repeats, datasetCases }, each)).toEqual(ords);
        }
      }
    }),
  );
});

it("gives repeats ids that no case has and no two repeats share", async () => {
  const id = fc.string({ unit: fc.constantFrom("a", "#", "1", "2"), minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(id, { minLength: 1, maxLength: 12 }), async (ids) => {
      const mark = await repeatMark(async (held) => ids.some((each) => each.includes(held)));
      const made = ids.flatMap((each) => [each, ...[2, 3, 12].map((repeat) => `${each}${mark}${repeat}`)]);
      expect(new Set(made).size).toBe(made.length);
    }),
  );
  expect(await repeatMark(async () => false)).toBe("#");
});

it("counts cases by how often they passed", () => {
  const tally = tallyRepeats(
    [
      { done: 3, scored: 3, passed: 3, cases: 22 },
      { done: 3, scored: 2, passed: 2, cases: 1 },
      { done: 3, scored: 3, passed: 1, cases: 11 },
      { done: 3, scored: 3, passed: 0, cases: 7 },
      { done: 3, scored: 0, passed: 0, cases: 2 },
      { done: 2, scored: 2, passed: 2, cases: 5 },
    ],
    3,
  );
  expect(tally).toEqual({ cases: 48, always: 23, sometimes: 11, never: 7, notScored: 2, unfinished: 5 });
});
