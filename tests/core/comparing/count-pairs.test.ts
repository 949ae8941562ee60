import fc from "fast-check";
import { expect, it } from "vitest";
import { CASE_STANDINGS, type CaseStanding, caseChange, rowChange } from "@/lib/core/comparing/case-standing";
import { countPairs } from "@/lib/core/comparing/count-pairs";

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
  expect(caseChange(baseline, candidate)).toBe(change);
});

it("lists a row under its most telling change", () => {
  expect(rowChange(["same", "improved", "regressed"])).toBe("regressed");
  expect(rowChange(["same", "missing"])).toBe("missing");
  expect(rowChange([])).toBe("same");
});

it("counts pairs and rows of three runs", () => {
  const { pairs, rows } = countPairs(
    [
      { standings: ["passed", "passed", "passed"], cases: 700 },
      { standings: ["passed", "failed", "passed"], cases: 20 },
      { standings: ["failed", "passed", "failed"], cases: 50 },
      { standings: ["failed", "failed", "not-scored"], cases: 5 },
      { standings: ["not-scored", "not-scored", "not-scored"], cases: 3 },
      { standings: ["passed", "missing", "pending"], cases: 2 },
      { standings: ["missing", "missing", "passed"], cases: 4 },
    ],
    2,
  );
  expect(pairs[0]).toEqual({
    matched: 778,
    bothPassed: 700,
    bothFailed: 5,
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
  const standing = fc.constantFrom<CaseStanding>(...CASE_STANDINGS);
  const patterns = fc.array(
    fc.record({ standings: fc.tuple(standing, standing, standing), cases: fc.nat({ max: 100 }) }),
  );
  fc.assert(
    fc.property(patterns, (given) => {
      const { pairs, rows } = countPairs(given, 2);
      const all = given.reduce((sum, { cases }) => sum + cases, 0);
      expect(rows.all).toBe(all);
      pairs.forEach((counts, at) => {
        const { matched, bothPassed, bothFailed, regressed, improved, notScored, unfinished } = counts;
        expect(bothPassed + bothFailed + regressed + improved + notScored + unfinished).toBe(matched);
        const neither = given
          .filter(({ standings }) => standings[0] === "missing" && standings[at + 1] === "missing")
          .reduce((sum, { cases }) => sum + cases, 0);
        expect(matched + counts.baselineOnly + counts.candidateOnly + neither).toBe(all);
      });
    }),
  );
});
