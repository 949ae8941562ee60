import { describe, expect, it } from "vitest";
import { DEFAULT_AUTO_PAUSE } from "@/lib/core/runs/auto-pause-rules";
import { autoPauseWords, describeAdjustment } from "@/lib/core/runs/describe-adjustment";

const BEFORE = { priority: "normal", autoPause: DEFAULT_AUTO_PAUSE } as const;

describe("an adjustment of a run in words", () => {
  it("tells what changed and nothing else", () => {
    expect(describeAdjustment(BEFORE, BEFORE)).toBe("");
    expect(describeAdjustment(BEFORE, { ...BEFORE, priority: "high" })).toBe("Priority normal→high");
    const autoPause = { ...DEFAULT_AUTO_PAUSE, cooldownOverMs: null, budgetUsd: 2 };
    expect(describeAdjustment(BEFORE, { priority: "low", autoPause })).toBe(
      "Priority normal→low; No longer pauses when the provider asks to wait longer than 10 min; Pauses when it has cost $2.00",
    );
  });

  it("tells each rule", () => {
    expect(autoPauseWords(DEFAULT_AUTO_PAUSE)).toEqual({
      rateLimited: "429s are 50 % of attempts for 1 min",
      errorsInRow: "20 errors in a row, over at least 1 min",
      cooldownOverMs: "the provider asks to wait longer than 10 min",
      budgetUsd: null,
    });
    expect(autoPauseWords({ ...DEFAULT_AUTO_PAUSE, errorsInRow: { attempts: 1, forMs: 0 } }).errorsInRow).toBe(
      "1 error in a row",
    );
  });
});
