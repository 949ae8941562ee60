import { z } from "zod";
import { FORECAST_BOUNDS } from "@/lib/core/forecast/closed-form";
import { limitsSchema } from "@/lib/core/limits/limits";
import { presetDocumentSchema } from "@/lib/core/presets/preset-document";
import { presetScopeSchema } from "@/lib/core/presets/preset-scope-schema";
import { RUN_STATES } from "@/lib/core/runs/run-state";
import { isoTime } from "./common";
import { PRESET_SLUG } from "./preset-choices";

export const presetSlug = z.string().regex(PRESET_SLUG, {
  error: "slug may hold lower-case letters, digits and hyphens, e.g. openai-default",
});

const presetName = z.string().trim().min(1, { error: "name must not be empty" }).max(100);

export const listPresetsQuery = z.object({
  /** `true`: the archived alone; `all`: with them. */
  archived: z.enum(["false", "true", "all"], { error: "archived must be false, true or all" }).default("false"),
});

export const createPresetRequest = z.strictObject({
  name: presetName,
  /** Absent: made from the name. */
  slug: presetSlug.optional(),
  description: z.string().trim().max(1000).optional(),
  /** What it is meant for; absent: any provider and model. */
  scope: presetScopeSchema.optional(),
  limits: limitsSchema,
  message: z.string().trim().max(500).optional(),
});
export type CreatePresetRequest = z.input<typeof createPresetRequest>;

export const updatePresetRequest = z
  .strictObject({
    name: presetName.optional(),
    /** null takes it away. */
    description: z.string().trim().max(1000).nullable().optional(),
    /** As a whole: what it does not name is any. */
    scope: presetScopeSchema.optional(),
    /** The `revision` that was seen; a stale one is refused with 409. Absent: not checked. */
    revision: z.number().int().min(1).optional(),
  })
  .refine((r) => r.name !== undefined || r.description !== undefined || r.scope !== undefined, {
    error: "give name, description or scope",
  });
export type UpdatePresetRequest = z.input<typeof updatePresetRequest>;

export const createPresetVersionRequest = z.strictObject({
  limits: limitsSchema,
  message: z.string().trim().max(500).optional(),
  /** The newest version the change rests on; a stale one is refused with 409. Absent: not checked. */
  parent: z.number().int().min(1).optional(),
});
export const restorePresetRequest = z.strictObject({
  version: z.number().int().min(1),
  message: z.string().trim().max(500).optional(),
});

/** Letters first, so that `slug@label` and `slug@n` cannot be taken for each other. */
export const presetLabelName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, {
    error: "a label begins with a letter and may hold lower-case letters, digits and hyphens, e.g. default",
  })
  .refine((name) => name !== "latest", {
    error: 'no label may be called "latest": the slug alone always means the newest version',
  });
export const movePresetLabelRequest = z.strictObject({
  version: z.number().int().min(1),
  reason: z.string().trim().max(500).optional(),
  /** The version that the label was seen at (null: there was no such label); another is refused with 409. Absent: not checked. */
  expected: z.number().int().min(1).nullable().optional(),
});

export const presetLabelResponse = z.object({
  name: z.string(),
  version: z.number().int(),
  movedAt: isoTime,
  movedBy: z.string(),
  reason: z.string().nullable(),
});
export type PresetLabelResponse = z.infer<typeof presetLabelResponse>;

const presetLabelMoveResponse = z.object({
  name: z.string(),
  /** Null: the label was new. */
  from: z.number().int().nullable(),
  /** Null: the label was taken away. */
  to: z.number().int().nullable(),
  at: isoTime,
  actor: z.string(),
  reason: z.string().nullable(),
  source: z.string(),
});
export type PresetLabelMoveResponse = z.infer<typeof presetLabelMoveResponse>;

export const presetVersionResponse = z.object({
  /** `slug@n`, the pin. */
  ref: z.string(),
  n: z.number().int(),
  limits: limitsSchema,
  message: z.string().nullable(),
  author: z.string(),
  createdAt: isoTime,
  /** Version this one was made from; null for the first. */
  parent: z.number().int().nullable(),
  usedBy: z.object({ runs: z.number().int(), pools: z.number().int() }),
});
export type PresetVersionResponse = z.infer<typeof presetVersionResponse>;

export const presetResponse = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  /** What it is meant for, as advice. */
  scope: z.object({
    /** A provider kind or a provider's id; null: any. */
    provider: z.string().nullable(),
    /** Of one provider, while it is there. */
    providerName: z.string().nullable(),
    /** A model's name or a pattern with `*`; null: any. */
    model: z.string().nullable(),
  }),
  /** Counts the edits of name, description and scope. */
  revision: z.number().int(),
  createdAt: isoTime,
  updatedAt: isoTime,
  archivedAt: isoTime.nullable(),
  latest: presetVersionResponse,
  versions: z.number().int(),
  /** Of all of its versions: runs that are not over yet, runs that are, and pools. */
  usedBy: z.object({ liveRuns: z.number().int(), pastRuns: z.number().int(), pools: z.number().int() }),
  labels: z.array(presetLabelResponse),
});
export type PresetResponse = z.infer<typeof presetResponse>;

export const presetDetailResponse = presetResponse.extend({
  history: z.array(presetVersionResponse),
  /** The newest moves of its labels, newest first. */
  labelMoves: z.array(presetLabelMoveResponse),
  recentRuns: z.array(z.object({ id: z.string(), name: z.string(), state: z.string(), preset: z.string() })),
});
export type PresetDetailResponse = z.infer<typeof presetDetailResponse>;

export const presetDocument = presetDocumentSchema;

export const importPresetRequest = z.strictObject({
  /** What GET …/export gave, here or elsewhere. */
  document: z.json(),
  /** `preset`: a preset of its own. `versions`: further versions of the preset that has the slug. */
  as: z.enum(["preset", "versions"], { error: 'as must be "preset" or "versions"' }).default("preset"),
  /** Instead of the document's own. */
  slug: presetSlug.optional(),
});
export type ImportPresetRequest = z.input<typeof importPresetRequest>;
export const importPresetResponse = z.object({
  preset: presetResponse,
  /** Versions that were added. */
  added: z.number().int(),
  /** Versions left out, as they have the values of the one before. */
  same: z.number().int(),
  /** Keys of the document that say nothing here, and were left out. */
  unknownKeys: z.array(z.string()),
});

export const applyPresetRequest = z.strictObject({
  version: z.number().int().min(1),
  /** Absent: every run that goes on under this preset and was not edited by hand. */
  runIds: z.array(z.string().min(1).max(100)).max(500).optional(),
  /** By run, the `limitsRevision` that was seen; another is refused for that run. */
  revisions: z.record(z.string(), z.number().int()).optional(),
  reason: z.string().trim().max(500).optional(),
  /** Tells what would happen, and changes nothing. */
  dryRun: z.boolean().default(false),
});
export type ApplyPresetRequest = z.input<typeof applyPresetRequest>;

const outlook = z.object({
  /** What is left, under the limits and the run's part of its pool. */
  durationMs: z.number(),
  boundBy: z.enum(FORECAST_BOUNDS),
});
const applyRun = z.object({
  runId: z.string(),
  name: z.string(),
  state: z.enum(RUN_STATES),
  providerName: z.string(),
  model: z.string(),
  poolId: z.string(),
  /** The version that it is pinned to. */
  preset: z.string().nullable(),
  limits: limitsSchema,
  /** `pool`: it follows its pool; applied to, it gets limits of its own. */
  limitsScope: z.enum(["run", "pool"]),
  limitsRevision: z.number().int(),
  /** The version of this preset whose values it has now; null: none. */
  version: z.number().int().nullable(),
  /** Its limits were changed by hand: by whom, and to what. */
  edited: z.object({ by: z.string(), at: isoTime, change: z.string() }).nullable(),
  /** The preset is meant for its provider and model. */
  inScope: z.boolean(),
  /** Taken where the request names no runs. */
  suggested: z.boolean(),
  chosen: z.boolean(),
  /** What the version would change, or changed; empty: nothing. */
  change: z.string(),
  casesLeft: z.number().int(),
  before: outlook.nullable(),
  after: outlook.nullable(),
  /** Fewer requests at once than are in flight: those go on to their end. */
  draining: z.boolean(),
  /** What became of it; null in a dry run and where it was not chosen. */
  result: z
    .object({
      ok: z.boolean(),
      /** The revision that has the change; null: nothing was changed. */
      revision: z.number().int().nullable(),
      message: z.string(),
    })
    .nullable(),
});
export type ApplyRun = z.infer<typeof applyRun>;
export const applyPresetResponse = z.object({
  ref: z.string(),
  dryRun: z.boolean(),
  runs: z.array(applyRun),
  /** Runs that the request names and that do not go on under this preset or its providers (any more). */
  gone: z.array(z.string()),
  /** "3 of 4 runs; sum 15 rps exceeds …", in words and in figures. */
  totals: z.object({
    runs: z.number().int(),
    chosen: z.number().int(),
    applied: z.number().int(),
    refused: z.number().int(),
    sentence: z.string(),
    pools: z.array(
      z.object({
        poolId: z.string(),
        providerName: z.string(),
        runs: z.number().int(),
        sumRps: z.number(),
        limitRps: z.number(),
        exceeds: z.boolean(),
      }),
    ),
  }),
});
export type ApplyPresetResponse = z.infer<typeof applyPresetResponse>;

export const undoApplyRequest = z.strictObject({
  /** What an apply answered: the runs, each with the revision that has its change. */
  runs: z
    .array(z.strictObject({ runId: z.string().min(1).max(100), revision: z.number().int().min(1) }))
    .min(1)
    .max(500),
});
export const undoApplyResponse = z.object({
  items: z.array(z.object({ runId: z.string(), name: z.string(), ok: z.boolean(), message: z.string() })),
});
export type UndoApplyResponse = z.infer<typeof undoApplyResponse>;
