import fc from "fast-check";
import { expect, it } from "vitest";
import { caseChange, rowChange } from "@/lib/core/comparing/case-standing";
import { countPairs } from "@/lib/core/comparing/count-pairs";
import { repeatedStand, standOf } from "@/tests/support/stands";

it.each([
  ["passed", "failed", "regressed"],
  ["failed", "passed", "improved"],
  ["passed", "passed", "same"],
  ["failed", "failed", "same"],
  ["not-scored", "not-scored", "same"],
  ["passed", "not-scored", "scoring"],
  ["not-scored", "failed", "scoring"],
  ["passed", "pending", "unfinished"],
  ["pending", "pending", "unfinished"],
  ["passed", "missing", "missing"],
  ["missing", "failed", "missing"],
  ["missing", "pending", "missing"],
] as const)("%s before and %s now: %s", (baseline, candidate, change) => {
  expect(caseChange(standOf(baseline), standOf(candidate))).toBe(change);
});

it.each([
  // passed of scored before, and now
  [2, 3, 3, 3, "improved"],
  [2, 3, 1, 3, "regressed"],
  [2, 3, 2, 3, "same"],
  [1, 2, 2, 4, "same"],
  [3, 3, 1, 1, "same"],
  [1, 1, 2, 3, "regressed"],
  [0, 5, 1, 20, "improved"],
  [0, 0, 1, 3, "scoring"],
] as const)("%i of %i before and %i of %i now: %s", (passedBefore, scoredBefore, passed, scored, change) => {
  expect(caseChange(repeatedStand(passedBefore, scoredBefore), repeatedStand(passed, scored))).toBe(change);
});

it("lists a row under its most telling change", () => {
  expect(rowChange(["same", "improved", "regressed"])).toBe("regressed");
  expect(rowChange(["same", "missing"])).toBe("missing");
  expect(rowChange([])).toBe("same");
});

it("counts pairs and rows of three runs", () => {
  const { pairs, rows } = countPairs(
    [
      { standings: [standOf("passed"), standOf("passed"), standOf("passed")], cases: 700 },
      { standings: [standOf("passed"), standOf("failed"), standOf("passed")], cases: 20 },
      { standings: [standOf("failed"), standOf("passed"), standOf("failed")], cases: 50 },
      { standings: [standOf("failed"), standOf("failed"), standOf("not-scored")], cases: 5 },
      { standings: [standOf("not-scored"), standOf("not-scored"), standOf("not-scored")], cases: 3 },
      { standings: [standOf("passed"), standOf("missing"), standOf("pending")], cases: 2 },
      { standings: [standOf("missing"), standOf("missing"), standOf("passed")], cases: 4 },
    ],
    2,
  );
  expect(pairs[0]).toEqual({
    matched: 778,
    bothPassed: 700,
    bothFailed: 5,
    bothMixed: 0,
    regressed: 20,
    improved: 50,
    notScored: 3,
    unfinished: 0,
    baselineOnly: 2,
    candidateOnly: 0,
  });
  expect(pairs[1]).toMatchObject({ matched: 780, bothPassed: 720, bothFailed: 50, notScored: 8, unfinished: 2 });
  expect(pairs[1]).toMatchObject({ regressed: 0, improved: 0, baselineOnly: 0, candidateOnly: 4 });
  expect(rows).toEqual({ all: 784, changed: 75, regressed: 20, improved: 50, missing: 6 });
});

it("loses no case and counts none twice", () => {
  const standing = fc.oneof(
    fc.constantFrom("pending", "missing").map((each) => standOf(each)),
    fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 })).map(([a, b]) => repeatedStand(Math.min(a, b), Math.max(a, b))),
  );
  const patterns = fc.array(
    fc.record({ standings: fc.tuple(standing, standing, standing), cases: fc.nat({ max: 100 }) }),
  );
  fc.assert(
    fc.property(patterns, (given) => {
      const { pairs, rows } = countPairs(given, 2);
      const all = given.reduce((sum, { cases }) => sum + cases, 0);
      expect(rows.all).toBe(all);
      pairs.forEach((counts, at) => {
        const { matched, bothPassed, bothFailed, bothMixed, regressed, improved, notScored, unfinished } = counts;
        expect(bothPassed + bothFailed + bothMixed + regressed + improved + notScored + unfinished).toBe(matched);
        const neither = given
          .filter(({ standings }) => standings[0].standing === "missing" && standings[at + 1]?.standing === "missing")
          .reduce((sum, { cases }) => sum + cases, 0);
        expect(matched + counts.baselineOnly + counts.candidateOnly + neither).toBe(all);
      });
    }),
  );
});
