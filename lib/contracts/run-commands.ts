import { z } from "zod";
import { limitsPatchSchema } from "@/lib/core/limits/limits";
import { ATTEMPT_OUTCOMES } from "@/lib/core/retry/attempt-outcome";
import { autoPausePatchSchema, budgetUsdSchema } from "@/lib/core/runs/auto-pause";
import { runPrioritySchema } from "@/lib/core/scheduling/run-priority";
import { presetReference, undoRevision } from "./providers";
import { runResponse } from "./runs";

export const runPinResponse = z.object({ runId: z.string(), pinned: z.boolean() });

export const updateRunLimitsRequest = z
  .strictObject({
    limits: limitsPatchSchema.optional(),
    /** Gives the run the limits of a version, and pins it to that. */
    preset: presetReference.optional(),
    undo: undoRevision.optional(),
    reason: z.string().trim().max(500).optional(),
    /** The revision the edit rests on (`limitsRevision` of the run). A stale one is refused with 409. */
    revision: z.number().int({ error: "revision must be the run's limitsRevision" }),
  })
  .refine((r) => [r.limits, r.preset, r.undo].filter((given) => given !== undefined).length === 1, {
    error: "give one of limits, preset and undo",
    path: ["limits"],
  });

export type UpdateRunLimitsRequest = z.input<typeof updateRunLimitsRequest>;

export const updateRunRequest = z
  .strictObject({
    priority: runPrioritySchema.optional(),
    /** null turns a rule off, what is absent stays. */
    autoPause: autoPausePatchSchema.optional(),
    /** null removes the budget. */
    budgetUsd: budgetUsdSchema.optional(),
    reason: z.string().trim().max(500).optional(),
  })
  .refine((r) => r.priority !== undefined || r.autoPause !== undefined || r.budgetUsd !== undefined, {
    error: "give priority, autoPause or budgetUsd",
  });

export type UpdateRunRequest = z.input<typeof updateRunRequest>;

export const pauseRunRequest = z.strictObject({
  /** Hold pending retries too, instead of letting cases that back off go on to their end. */
  holdRetries: z.boolean().default(false),
});

export const requeueRunRequest = z.strictObject({
  /** Only cases whose last attempt ended so. Absent: every case that is not scored. */
  outcomes: z.array(z.enum(ATTEMPT_OUTCOMES)).min(1).optional(),
  /** Only these, where they are not scored. */
  caseIds: z.array(z.string().min(1).max(400)).min(1).max(1000).optional(),
});

export const requeueRunResponse = z.object({ requeued: z.number().int(), run: runResponse });

export const lostCasesResponse = z.object({
  items: z.array(
    z.object({
      /** How the last attempt ended; null: none was made. */
      outcome: z.enum(ATTEMPT_OUTCOMES).nullable(),
      cases: z.number().int(),
    }),
  ),
});
