import { describe, expect, it } from "vitest";
import {
  chanceBar,
  formatP,
  formatPoints,
  otherDatasetWords,
  verdictOf,
} from "@/components/runs/compare/verdict-words";
import type { RunDifference } from "@/lib/contracts/compare";
import { countPairs } from "@/lib/core/comparing/count-pairs";
import { pairedTest } from "@/lib/core/comparing/paired-test";
import { standOf } from "@/tests/support/stands";

const CASES = { base: 1319, candidate: 1319 };

function difference(bothPassed: number, bothFailed: number, regressed: number, improved: number): RunDifference {
  const pairs = countPairs(
    [
      { standings: [standOf("passed"), standOf("passed")], cases: bothPassed },
      { standings: [standOf("failed"), standOf("failed")], cases: bothFailed },
      { standings: [standOf("passed"), standOf("failed")], cases: regressed },
      { standings: [standOf("failed"), standOf("passed")], cases: improved },
    ],
    1,
  ).pairs[0];
  if (pairs === undefined) throw new Error("no pairs");
  return { runId: "run_b", pairs, otherDataset: null, test: pairedTest(pairs) };
}

describe("the verdict", () => {
  it("says how far, how sure and on how many pairs", () => {
    const verdict = verdictOf("B", "A", difference(700, 478, 50, 91), CASES, 1);
    expect(verdict.kind).toBe("better");
    expect(verdict.sentence).toMatch(/^B is 3\.1 points better than A \(\+1\.\d…\+4\.\d\), p < 0\.001, 1,319 pairs\.$/);
    expect(verdict.detail).toContain("50 regressed, 91 improved.");
    const worse = verdictOf("B", "A", difference(700, 478, 91, 50), CASES, 1);
    expect([worse.kind, worse.sentence.startsWith("B is 3.1 points worse than A (−4.")]).toEqual(["worse", true]);
  });

  it("calls nothing better that chance could explain, nor with many tests what one test would", () => {
    const verdict = verdictOf("B", "A", difference(900, 400, 9, 10), CASES, 1);
    expect([verdict.kind, verdict.detail.startsWith("Chance alone")]).toEqual(["open", true]);
    // p = 0.021 is under 0.05, and not under 0.05 / 7.
    const few = difference(90, 0, 1, 9);
    expect(verdictOf("B", "A", few, CASES, 1).kind).toBe("better");
    expect(verdictOf("B", "A", few, CASES, 7).kind).toBe("open");
    expect(chanceBar(0)).toBe(0.05);
  });

  it("says when nothing can be tested", () => {
    const none = { ...difference(0, 0, 0, 0), pairs: { ...difference(0, 0, 0, 0).pairs, baselineOnly: 1200 } };
    const verdict = verdictOf("B", "A", none, { base: 1200, candidate: 5 }, 0);
    expect([verdict.kind, verdict.sentence]).toEqual(["none", "0 of 1,200 cases match by id."]);
    expect(verdict.detail).toContain("B lacks 1,200 of A’s 1,200 cases.");
  });

  it("tests nothing where cases of another dataset ask something else, and says why", () => {
    const apart = { ...difference(200, 90, 6, 4), test: null, otherDataset: { looked: 50, same: 0 } };
    expect(verdictOf("B", "A", apart, CASES, 0)).toEqual({
      kind: "none",
      sentence: "B and A ask different things: they are not tested against each other.",
      detail: "",
    });
    expect(otherDatasetWords("B", "A", apart)).toMatch(
      /^B has another dataset than A\. 300 cases have the same id, but of 50 looked at, none asks the same: ids/,
    );
    const partly = { ...difference(20, 9, 6, 5), otherDataset: { looked: 40, same: 38 } };
    expect(verdictOf("B", "A", partly, CASES, 1).kind).toBe("open");
    expect(otherDatasetWords("B", "A", partly)).toContain("40 cases have the same id, but 2 ask something else");
  });

  it.each([null, { looked: 0, same: 0 }, { looked: 50, same: 50 }])("warns of no dataset like %j", (otherDataset) => {
    expect(otherDatasetWords("B", "A", { ...difference(1, 1, 1, 1), otherDataset })).toBeNull();
  });

  it.each([
    [0, "0.0"],
    [0.031, "+3.1"],
    [-0.004, "−0.4"],
    [0.0004, "0.0"],
  ])("%f is %s points", (share, text) => expect(formatPoints(share)).toBe(text));

  it.each([
    [0.00004, "p < 0.001"],
    [0.0042, "p = 0.004"],
    [0.21, "p = 0.21"],
    [1, "p = 1"],
  ])("%f is %s", (p, text) => expect(formatP(p)).toBe(text));
});
