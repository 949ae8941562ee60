import { describe, expect, it } from "vitest";
import { besideGiven, draftOfRun } from "@/components/launch/draft-of-run";
import { LAUNCH_PARAMS, type LaunchParams } from "@/components/launch/launch-draft";
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

  it("asks each case as often", () => {
    expect(draftOfRun(runWith()).params.repeats).toBeNull();
    expect(draftOfRun(runWith({ repeats: 3 })).params.repeats).toBe("3");
  });

  it("keeps the preset that it was edited from", () => {
    const plain = draftOfRun(runWith({ preset: "careful@2", limitsRevision: 4 })).params;
    expect(plain).toMatchObject({ preset: "careful@2" });
    expect(plain.rps).toBeUndefined();
    const edited = draftOfRun(runWith({ preset: "careful@2", presetEdited: true })).params;
    expect(edited).toMatchObject({ preset: "careful@2", rps: "5", conc: "8" });
  });
});

describe("what the address says beside the run that is launched again", () => {
  const nothing = Object.fromEntries(Object.keys(LAUNCH_PARAMS).map((name) => [name, null]));
  const filled = (run: Parameters<typeof runWith>[0], given: Partial<LaunchParams>) =>
    besideGiven(draftOfRun(runWith(run)).params, { ...nothing, ...given } as LaunchParams);

  it("holds against the run's own limits, of which the others come along", () => {
    expect(filled({}, {})).toMatchObject({ rps: "5", burst: "10", conc: "8" });
    const advised = filled({}, { conc: "13" });
    expect(advised).toMatchObject({ rps: "5", burst: "10" });
    expect(advised).not.toHaveProperty("conc");
  });

  it("holds as a whole, where it is a sample or a preset", () => {
    const drawn = { sample: { kind: "random", n: 50, seed: 7 } } as const;
    const first = filled(drawn, { n: "20" });
    for (const name of ["sample", "n", "seed"]) expect(first).not.toHaveProperty(name);
    const preset = filled({}, { preset: "careful" });
    for (const name of ["rps", "burst", "conc", "jitter"]) expect(preset).not.toHaveProperty(name);
    expect(preset).toMatchObject({ dataset: "ds_1", model: "gpt-x" });
  });
});
