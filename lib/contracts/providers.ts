import { z } from "zod";
import { LEARNED_DIMENSIONS, type LearnedDimension } from "@/lib/core/limits/learned-limits";
import { limitsPatchSchema, limitsSchema } from "@/lib/core/limits/limits";
import { PROVIDER_KINDS } from "@/lib/core/limits/starter-limits";
import { runPrioritySchema } from "@/lib/core/scheduling/run-priority";
import { simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import { isoTime } from "./common";

const baseUrl = z.url({
  protocol: /^https?$/,
  error: "baseUrl must be an http or https URL, e.g. http://localhost:8000/v1",
});
const name = z.string().trim().min(1, { error: "name must not be empty" }).max(100);
const models = z.array(z.string().trim().min(1).max(200)).max(200);
/** `slug` (its newest version), `slug@n`, or `slug@label`. */
export const presetReference = z.string().regex(/^[a-z0-9][a-z0-9-]*(@([1-9][0-9]*|[a-z][a-z0-9-]*))?$/, {
  error: 'preset must look like "normal", "normal@2" or "normal@careful"',
});

export const createProviderRequest = z
  .strictObject({
    name,
    kind: z.enum(PROVIDER_KINDS, { error: `kind must be one of ${PROVIDER_KINDS.join(", ")}` }),
    baseUrl: baseUrl.optional(),
    /** Write-only. */
    apiKey: z.string().trim().min(1).max(1000).optional(),
    models: models.optional(),
    simulated: simulatedSettingsSchema.optional(),
    preset: presetReference.optional(),
    limits: limitsSchema.optional(),
  })
  .refine((p) => !(p.preset !== undefined && p.limits !== undefined), {
    error: "give either preset or limits, and not both",
    path: ["preset"],
  })
  .refine((p) => p.kind !== "openai-compatible" || p.baseUrl !== undefined, {
    error: "an openai-compatible provider needs a baseUrl, e.g. http://localhost:8000/v1",
    path: ["baseUrl"],
  })
  .refine((p) => p.simulated === undefined || p.kind === "simulated", {
    error: "simulated settings belong to a provider of kind simulated",
    path: ["simulated"],
  });
export type CreateProviderRequest = z.input<typeof createProviderRequest>;

export const updateProviderRequest = z.strictObject({
  name: name.optional(),
  baseUrl: baseUrl.nullable().optional(),
  /** A new key; null removes the one that is stored. */
  apiKey: z.string().trim().min(1).max(1000).nullable().optional(),
  models: models.optional(),
  simulated: simulatedSettingsSchema.optional(),
});

/** A provider as it is shown: never its key. */
export const providerResponse = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(PROVIDER_KINDS),
  baseUrl: z.string().nullable(),
  hasApiKey: z.boolean(),
  apiKeyLast4: z.string().nullable(),
  models: z.array(z.string()),
  simulated: simulatedSettingsSchema.nullable(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type ProviderResponse = z.infer<typeof providerResponse>;

export const testProviderRequest = z.strictObject({ model: z.string().min(1).optional() });
/** What one small request to the provider showed. */
export const testProviderResponse = z.object({
  ok: z.boolean(),
  model: z.string(),
  /** `key`, `url`, `model`: what is at fault; `limit`: works, but was throttled; null where nothing is. */
  fault: z.enum(["key", "url", "model", "quota", "limit", "other"]).nullable(),
  message: z.string(),
  status: z.number().int().nullable(),
  latencyMs: z.number().nullable(),
});
export type TestProviderResponse = z.infer<typeof testProviderResponse>;

export const limitChangeResponse = z.object({
  id: z.string(),
  revision: z.number().int(),
  at: isoTime,
  actor: z.string(),
  reason: z.string().nullable(),
  source: z.enum(["launch", "ui", "api", "auto"]),
  before: limitsSchema.nullable(),
  after: limitsSchema,
  /** Of a run: the `slug@n` that it is pinned to from then on. */
  preset: z.string().nullable(),
});
export type LimitChangeResponse = z.infer<typeof limitChangeResponse>;

/** One limit as the provider's headers tell it. */
export const learnedLimitResponse = z.object({
  limit: z.number().nullable(),
  remaining: z.number().nullable(),
  /** When the limit is whole again. */
  resetAt: isoTime.nullable(),
  /** The window that the limit counts over; null where it is longer than a minute and otherwise unknown. */
  windowMs: z.number().nullable(),
  /** When a response last told of it. */
  at: isoTime,
});
const learnedLimits = {
  requests: learnedLimitResponse.nullable(),
  requestsPerDay: learnedLimitResponse.nullable(),
  tokens: learnedLimitResponse.nullable(),
  tokensPerDay: learnedLimitResponse.nullable(),
  inputTokens: learnedLimitResponse.nullable(),
  outputTokens: learnedLimitResponse.nullable(),
} satisfies Record<LearnedDimension, z.ZodType>;

const RATE_CHANGE_REASONS = ["refused", "recovering", "learned", "configured"] as const;

/** Changes of a pool's rate in force (`rate`, requests per second) and of limits that headers told (`limit`), oldest first. */
export const poolHistoryResponse = z.object({
  items: z.array(
    z.object({
      seq: z.number().int(),
      at: isoTime,
      kind: z.enum(["rate", "limit"]),
      dimension: z.enum(LEARNED_DIMENSIONS),
      oldValue: z.number().nullable(),
      newValue: z.number(),
      why: z.enum([...RATE_CHANGE_REASONS, "told"]),
    }),
  ),
});
export type PoolHistoryResponse = z.infer<typeof poolHistoryResponse>;
export const poolHistoryQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(200) });

export const poolResponse = z.object({
  id: z.string(),
  providerId: z.string(),
  providerName: z.string(),
  providerKind: z.enum(PROVIDER_KINDS),
  /** The model pattern; `*` covers every model of the provider. */
  model: z.string(),
  limits: limitsSchema,
  revision: z.number().int(),
  /** Where the limits come from: `preset slug@n`, or `custom`. */
  origin: z.string(),
  inFlight: z.number().int(),
  waiting: z.number().int(),
  permits: z.number(),
  /** Attempts started in the last second and the last 60 seconds: the windows the meters show. */
  startedLastSecond: z.number().int(),
  startedLastMinute: z.number().int(),
  rateLimitedLastMinute: z.number().int(),
  tokensLastMinute: z.number().int(),
  inputTokensLastMinute: z.number().int(),
  outputTokensLastMinute: z.number().int(),
  /** Requests started since midnight UTC. */
  requestsToday: z.number().int(),
  cooldownUntil: isoTime.nullable(),
  cooldownReason: z.string().nullable(),
  /** The provider asked for the wait: it may be ended early. Used-up requests of the day may not. */
  canTryNow: z.boolean(),
  /** Limits that the provider's headers told, each null while they have not, with the time of the last response that told. */
  learned: z.object({ ...learnedLimits, at: isoTime }).nullable(),
  /** The rate in force (an adaptive pool's may be below the configured one), and the last change of it. */
  pace: z
    .object({
      requestsPerSecond: z.number(),
      /** Less than is set where headers show that the provider saves up less. */
      burst: z.number().int(),
      lastChange: z
        .object({ at: isoTime, oldRps: z.number(), newRps: z.number(), why: z.enum(RATE_CHANGE_REASONS) })
        .nullable(),
    })
    .nullable(),
  /** Runs that use the pool now. */
  runs: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      priority: runPrioritySchema,
      /** Its part of the pool's turns, 0 to 1, while all of these runs have cases that could start. */
      share: z.number(),
      inFlight: z.number().int(),
      waiting: z.number().int(),
      startedLastMinute: z.number().int(),
    }),
  ),
  changes: z.array(limitChangeResponse),
});
export type PoolResponse = z.infer<typeof poolResponse>;

/** Takes back the change that led to this revision: what it changed gets its values of before, as a new change. */
export const undoRevision = z.number().int().min(1, { error: "undo must be the revision of a change" });

export const updatePoolRequest = z
  .strictObject({
    preset: presetReference.optional(),
    limits: limitsPatchSchema.optional(),
    undo: undoRevision.optional(),
    reason: z.string().trim().max(500).optional(),
    /** The revision the change rests on; a stale one is refused with 409. Absent: the newest. */
    revision: z.number().int().optional(),
  })
  .refine((p) => [p.preset, p.limits, p.undo].filter((given) => given !== undefined).length === 1, {
    error: "give either preset, limits or undo",
    path: ["limits"],
  });
