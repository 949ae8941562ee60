import { describe, expect, it } from "vitest";
import { trialAllows, trialIsOver, trialStop } from "@/lib/core/runs/run-trial";

describe("a trial", () => {
  it.each([
    [null, 900, 90, true],
    [5, 0, 0, true],
    [5, 2, 2, true],
    [5, 2, 3, false],
    [5, 5, 0, false],
    [5, 7, 0, false],
  ])("of %s cases with %i done and %i under way lets one more begin: %s", (tryFirst, done, active, allows) => {
    expect(trialAllows({ tryFirst, done, active })).toBe(allows);
  });

  it("is over when its cases are done or it said so, and not when something else stopped it", () => {
    const reason = (code: "tried" | "auth") => ({ code, message: "" });
    const run = (tryFirst: number | null, done: number, code?: "tried" | "auth") =>
      trialIsOver({ tryFirst, stopReason: code === undefined ? null : reason(code), summary: { done } });
    expect(run(5, 5)).toBe(true);
    // A case may have been requeued since.
    expect(run(5, 4, "tried")).toBe(true);
    expect(run(5, 1, "auth")).toBe(false);
    expect(run(5, 2)).toBe(false);
    expect(run(null, 9, "tried")).toBe(false);
  });

  it("says what goes on", () => {
    expect(trialStop({ done: 5, totalCases: 1200 })).toEqual({
      code: "tried",
      message: "The first 5 cases are tried. Resume to run the other 1,195: what was tried counts in.",
    });
  });
});
