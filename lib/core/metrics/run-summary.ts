import { z } from "zod";
import { backoffWaitsSchema, emptyBackoffWaits } from "./backoff-waits";

const count = z.number().int().min(0);
const histogram = z.record(z.coerce.number().int(), z.number().int().min(0));

const attempts = z.object({
  ok: count,
  rateLimited: count,
  slowDown: count,
  overloaded: count,
  transient: count,
  quotaExhausted: count,
  auth: count,
  badRequest: count,
  cancelled: count,
});

/** What the calls to one model come to. */
const callTally = {
  attempts,
  latency: histogram,
  limiterWait: histogram,
  inputTokens: count,
  outputTokens: count,
  /** What the attempts cost, as far as it is known, US dollars; null where nothing is. */
  costUsd: z.number().nullable(),
  /** Attempts whose cost is not known. */
  costUnknownCalls: count.default(0),
};

/** The calls of one judge, apart from the target's, and what it decided. */
export const judgeSummarySchema = z.object({ ...callTally, passed: count, failed: count });
export type JudgeSummary = z.infer<typeof judgeSummarySchema>;

/**
 * All that a run's page sums up, kept up to date with each batch of written cases and stored with them in one
 * transaction, so that after a crash the figures agree with the rows.
 */
export const runSummarySchema = z.object({
  done: count,
  passed: count,
  failed: count,
  notScored: count,
  /** Finished cases by how many attempts of the target they took: `{ "1": 1200, "2": 14 }`. */
  casesByAttempts: z.record(z.coerce.number().int(), count),
  /** Those of them that are not scored. */
  lostByAttempts: z.record(z.coerce.number().int(), count).default({}),
  limiterWaitMs: z.number().min(0),
  backoffMs: z.number().min(0),
  /** Time that finished cases spent in calls to the target; null in runs from before it was summed up. */
  callMs: z.number().min(0).nullable().default(null),
  /** Time of finished cases, until the target had answered, that was neither call, limiter wait, backoff nor queue. */
  overheadMs: z.number().min(0).nullable().default(null),
  /** Backoffs of the target's attempts, by length. */
  backoffWaits: backoffWaitsSchema.default(emptyBackoffWaits),
  /** The target's calls alone. */
  ...callTally,
  /** By the judge's name in scores. */
  judges: z.record(z.string(), judgeSummarySchema).default({}),
  /** What all judges' attempts cost together, as `costUsd` and `costUnknownCalls` tell of the target's. */
  judgeCostUsd: z.number().nullable().default(null),
  judgeCostUnknownCalls: count.default(0),
  /** 429s of the target that named a wait and those that named none, and the longest wait named. */
  refusals: z
    .object({ asked: count, unasked: count, longestAskedMs: z.number().min(0) })
    .default({ asked: 0, unasked: 0, longestAskedMs: 0 }),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

type CallTally = z.infer<z.ZodObject<typeof callTally>>;

function emptyTally(): CallTally {
  return {
    attempts: {
      ok: 0,
      rateLimited: 0,
      slowDown: 0,
      overloaded: 0,
      transient: 0,
      quotaExhausted: 0,
      auth: 0,
      badRequest: 0,
      cancelled: 0,
    },
    latency: {},
    limiterWait: {},
    inputTokens: 0,
    outputTokens: 0,
    costUsd: null,
    costUnknownCalls: 0,
  };
}

export function emptyJudgeSummary(): JudgeSummary {
  return { ...emptyTally(), passed: 0, failed: 0 };
}

export function emptyRunSummary(): RunSummary {
  return {
    done: 0,
    passed: 0,
    failed: 0,
    notScored: 0,
    casesByAttempts: {},
    lostByAttempts: {},
    limiterWaitMs: 0,
    backoffMs: 0,
    callMs: 0,
    overheadMs: 0,
    backoffWaits: emptyBackoffWaits(),
    ...emptyTally(),
    judges: {},
    judgeCostUsd: null,
    judgeCostUnknownCalls: 0,
    refusals: { asked: 0, unasked: 0, longestAskedMs: 0 },
  };
}
