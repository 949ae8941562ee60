import { describe, expect, it } from "vitest";
import type { OutlookContext } from "@/components/launch/launch-outlook";
import { isSameLaunch } from "@/components/launch/same-launch";
import { draftOfAutoPause } from "@/components/limit-fields/auto-pause-draft";
import type { CreateRunRequest } from "@/lib/contracts/run-launch";
import type { RunResponse } from "@/lib/contracts/runs";
import { limitsSchema } from "@/lib/core/limits/limits";
import { runWith } from "../run-builder";
import { DATASET, POOL, PROVIDER } from "./launch-api";

const LIMITS = limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8 });
const RUN = runWith({
  target: { providerId: "prv_1", model: "sim-small", prompt: "{{question}}", params: {} },
  limits: LIMITS,
  limitsScope: "run",
  budgetUsd: 2,
});
const CONTEXT: OutlookContext = {
  providers: [PROVIDER],
  rubrics: [],
  pools: [POOL],
  dataset: DATASET,
  provider: PROVIDER,
  model: "sim-small",
  more: [],
  pool: POOL,
  presetMissing: false,
  presetLimits: LIMITS,
  baseLimits: LIMITS,
  measured: undefined,
  autoPause: draftOfAutoPause(RUN.autoPause),
};
const BODY: CreateRunRequest = {
  datasetId: "ds_1",
  target: RUN.target,
  evaluators: [{ type: "exact", ignoreCase: false, trim: true }],
  limits: LIMITS,
  budgetUsd: 2,
};
const isSame = (over: Partial<CreateRunRequest>, run: Partial<RunResponse> = {}) =>
  isSameLaunch({ ...RUN, ...run }, { kind: "run", body: { ...BODY, ...over } }, CONTEXT);

describe("the form after a trial", () => {
  it.each<[string, Partial<CreateRunRequest>, Partial<RunResponse>]>([
    ["as it was", {}, {}],
    ["another name", { name: "other" }, {}],
    ["a preset with the limits that the run has", { limits: undefined, preset: "careful@2" }, {}],
    ["the pool's limits, as the run", { limits: undefined }, { limitsScope: "pool" }],
    ["the priority that it has, named", { priority: "normal" }, {}],
    ["the rules that it has, named", { autoPause: RUN.autoPause }, {}],
  ])("means the run that was tried: %s", (_, over, run) => {
    expect(isSame(over, run)).toBe(true);
  });

  it.each<[string, Partial<CreateRunRequest>, Partial<RunResponse>]>([
    ["a limit", { limits: { ...LIMITS, concurrency: 9 } }, {}],
    ["limits of its own, where the run follows its pool", {}, { limitsScope: "pool" }],
    ["the pool's limits, where the run has its own", { limits: undefined }, {}],
    ["another budget", { budgetUsd: 3 }, {}],
    ["no budget", { budgetUsd: undefined }, {}],
    ["another priority", { priority: "low" }, {}],
    ["a rule for pausing turned off", { autoPause: { ...RUN.autoPause, errorsInRow: null } }, {}],
    ["the usual rules, where the run has others", {}, { autoPause: { ...RUN.autoPause, cooldownOverMs: null } }],
    ["another prompt", { target: { ...RUN.target, prompt: "{{hint}}" } }, {}],
  ])("was changed: %s", (_, over, run) => {
    expect(isSame(over, run)).toBe(false);
  });
});
