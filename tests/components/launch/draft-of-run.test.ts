import { describe, expect, it } from "vitest";
import { draftOfRun } from "@/components/launch/draft-of-run";
import { runWith } from "../run-builder";

describe("the draft that would launch a run again", () => {
  it("takes its priority and its pause rules along, where they are not the usual ones", () => {
    const usual = draftOfRun(runWith()).params;
    expect(usual.priority).toBeNull();
    expect(Object.keys(usual).filter((param) => param.startsWith("pause"))).toEqual([]);
    const own = draftOfRun(
      runWith({
        priority: "low",
        budgetUsd: 2,
        autoPause: {
          rateLimited: null,
          errorsInRow: { attempts: 5, forMs: 60_000 },
          cooldownOverMs: 600_000,
        },
      }),
    ).params;
    expect(own).toMatchObject({ priority: "low", budget: "2", pause429: "off", pauseErrors: "5" });
    expect(own.pauseErrorsFor).toBeUndefined();
    expect(own.pauseWait).toBeUndefined();
  });
});
