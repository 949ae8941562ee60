import { z } from "zod";
import { ATTEMPT_OUTCOMES } from "../retry/attempt-outcome";

/** One HTTP request of a case, as it is stored and shown. All times in ms; `startedAt` is epoch ms, when it was sent. */
export const attemptRecordSchema = z.object({
  n: z.number().int().min(1),
  role: z.enum(["target", "judge"]),
  /** The judge that asked, by its evaluator's name; absent for the target. */
  judge: z.string().optional(),
  startedAt: z.number(),
  status: z.number().int().nullable(),
  outcome: z.enum(ATTEMPT_OUTCOMES),
  /** The dimension of a rate limit, or the reason of a transient failure. */
  detail: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  /** From asking for a slot to getting it. */
  queueMs: z.number().min(0),
  /** Slot held, until the permit. */
  limiterWaitMs: z.number().min(0),
  providerLatencyMs: z.number().min(0),
  /** The wait after this attempt, before the case queued again. 0 after the last. */
  backoffMs: z.number().min(0),
  retryAfterMs: z.number().min(0).nullable(),
  requestId: z.string().nullable(),
  /** Response headers that concern limits and identity; secrets removed. */
  headers: z.record(z.string(), z.string()),
  inputTokens: z.number().int().min(0).nullable(),
  outputTokens: z.number().int().min(0).nullable(),
  /** Part of the input that came from the provider's prompt cache; null where it told none. */
  cachedInputTokens: z.number().int().min(0).nullable().default(null),
  /** US dollars, by the prices frozen at launch; null: not known. */
  costUsd: z.number().min(0).nullable().default(null),
});
export type AttemptRecord = z.infer<typeof attemptRecordSchema>;

export const scoreSchema = z.object({
  evaluator: z.string(),
  score: z.number().min(0).max(1),
  passed: z.boolean(),
  detail: z.string(),
  /** What a judge answered; absent for other evaluators. */
  choice: z.string().optional(),
});

/** Why a case is not scored, or null. */
export const caseErrorSchema = z.object({ code: z.string(), message: z.string() });
export type CaseError = z.infer<typeof caseErrorSchema>;
