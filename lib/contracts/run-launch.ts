import { z } from "zod";
import { limitsSchema } from "@/lib/core/limits/limits";
import { autoPausePatchSchema, budgetUsdSchema } from "@/lib/core/runs/auto-pause";
import { launchConfigSchema, runSampleSchema, runTargetSchema } from "@/lib/core/runs/run-config";
import { runPrioritySchema } from "@/lib/core/scheduling/run-priority";
import { presetReference } from "./providers";
import { GROUP_RUNS_MAX } from "./run-choices";

/** What one run and the runs of a matrix are launched with alike. */
const sharedFields = {
  name: z.string().trim().min(1).max(200).optional(),
  ...launchConfigSchema.omit({ target: true }).shape,
  preset: presetReference.optional(),
  /** With a preset: the run is pinned to it and starts with these limits, as one that was edited since. */
  limits: limitsSchema.optional(),
  sample: runSampleSchema.optional(),
  budgetUsd: budgetUsdSchema.unwrap().optional(),
  /** How it stands against other runs of its pool. Absent: normal. */
  priority: runPrioritySchema.optional(),
  /** When it pauses by itself: null turns a rule off, what is absent keeps its default. */
  autoPause: autoPausePatchSchema.optional(),
  /** Free words, shown with the run. */
  note: z.string().trim().max(2000).optional(),
  /** Pauses after so many cases (stop reason `tried`), to be looked at; resume goes on with the others. */
  tryFirst: z.number().int().min(1).max(100).optional(),
};

export const createRunRequest = z.strictObject({ ...sharedFields, target: runTargetSchema });

export type CreateRunRequest = z.input<typeof createRunRequest>;

/** A matrix: the same cases and evaluators for several models or prompts, each a run of its own. */
export const createRunGroupRequest = z.strictObject({
  ...sharedFields,
  targets: z
    .array(
      z.strictObject({
        /** What tells the run from the others in its name; absent: the model. */
        cell: z.string().trim().min(1).max(100).optional(),
        target: runTargetSchema,
      }),
    )
    .min(1, { error: "name at least one target" })
    .max(GROUP_RUNS_MAX, { error: `at most ${GROUP_RUNS_MAX} runs at once` }),
});

export type CreateRunGroupRequest = z.input<typeof createRunGroupRequest>;
