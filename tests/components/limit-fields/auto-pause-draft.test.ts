import { describe, expect, it } from "vitest";
import {
  AUTO_PAUSE_FIELDS,
  DEFAULT_AUTO_PAUSE_DRAFT,
  draftOfAutoPause,
  RULE_OFF,
  readAutoPause,
} from "@/components/limit-fields/auto-pause-draft";
import { DEFAULT_AUTO_PAUSE } from "@/lib/core/runs/auto-pause-rules";

const { budgetUsd: _, ...DEFAULT_RULES } = DEFAULT_AUTO_PAUSE;

describe("the fields of the pause rules", () => {
  it("show the rules in percent, seconds and minutes, and read them back", () => {
    expect(DEFAULT_AUTO_PAUSE_DRAFT).toEqual({
      refusedPercent: "50",
      refusedFor: "60",
      errors: "20",
      errorsFor: "60",
      cooldownMinutes: "10",
    });
    expect(readAutoPause(DEFAULT_AUTO_PAUSE_DRAFT)).toEqual({ rules: DEFAULT_RULES, problems: {} });
    const own = { rateLimited: { share: 0.07, forMs: 12_500 }, errorsInRow: null, cooldownOverMs: 90_000 };
    expect(readAutoPause(draftOfAutoPause(own)).rules).toEqual(own);
  });

  it("turn a rule off without minding what stands in its other field", () => {
    const draft = { ...DEFAULT_AUTO_PAUSE_DRAFT, refusedPercent: RULE_OFF, refusedFor: "nonsense" };
    expect(readAutoPause(draft)).toEqual({ rules: { ...DEFAULT_RULES, rateLimited: null }, problems: {} });
  });

  it.each(AUTO_PAUSE_FIELDS.flatMap((field) => ["", "x", "-1", "NaN", "1e99"].map((text) => [field, text] as const)))(
    "tell at %s that %j is none",
    (field, text) => {
      const read = readAutoPause({ ...DEFAULT_AUTO_PAUSE_DRAFT, [field]: text });
      expect(read.rules).toBeNull();
      expect(Object.keys(read.problems)).toEqual([field]);
    },
  );
});
