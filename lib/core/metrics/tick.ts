import { z } from "zod";
import { latencyHistogramSchema } from "./latency-histogram-schema";

const count = z.number().int().min(0);

/** What the judges of a run did in one pool in one second. Gauges are means over it. */
const judgeTickSchema = z.object({
  poolId: z.string(),
  started: count,
  ok: count,
  rateLimited: count,
  otherErrors: count,
  inFlight: z.number().min(0),
  /** At the pool's gate, without a permit yet. */
  waiting: z.number().min(0),
  backingOff: z.number().min(0),
  tokens: count,
  limit: z.object({ requestsPerSecond: z.number(), concurrency: z.number() }),
});
export type JudgeTick = z.infer<typeof judgeTickSchema>;

/** What happened in one run and pool in one second, and how things stood at its end. Counts never overlap between ticks. */
export const tickSchema = z.object({
  /** Start of the second, epoch ms. */
  t: z.number(),
  poolId: z.string(),
  started: count,
  /** Cases that ended. */
  finished: count,
  ok: count,
  rateLimited: count,
  slowDown: count,
  overloaded: count,
  transient5xx: count,
  timeout: count,
  network: count,
  quotaExhausted: count,
  auth: count,
  badRequest: count,
  cancelled: count,
  /** Attempts started that were not a case's first. */
  retries: count,
  /** Gauges, as the mean over the second. */
  inFlight: z.number().min(0),
  /** Slot held, waiting for a permit. */
  waiting: z.number().min(0),
  backingOff: z.number().min(0),
  /** Slots free. */
  idle: z.number().min(0),
  /** Cases not yet started. */
  queued: z.number().min(0),
  /** Permits left in the bucket that binds. */
  permits: z.number(),
  /** Limits in force: the lower of run and pool. */
  limit: z.object({ requestsPerSecond: z.number(), burst: z.number(), concurrency: z.number() }),
  /** Tokens per minute in force, of prompts and answers together; null: not limited. */
  tokenLimit: z.number().nullable().optional(),
  /** What the provider's headers of the last minute say is left, as a share of its limit; null where they do not. */
  headroom: z.object({ requests: z.number().nullable(), tokens: z.number().nullable() }).optional(),
  /** This run's part of the pool's rate, by turns, requests per second; null: it has the pool to itself. */
  shareRps: z.number().nullable().optional(),
  /** Other runs at the pool; absent in ticks that were recorded before it was counted. */
  otherRuns: count.optional(),
  cooldownUntil: z.number().nullable(),
  paused: z.boolean(),
  /** What cases waited for at the second's end that the gauges do not tell; absent where it was none of these. */
  hold: z.enum(["tokens", "day", "judges"]).optional(),
  inputTokens: count,
  outputTokens: count,
  /** What attempts that ended in this second cost, as far as it is known, US dollars. */
  costUsd: z.number().nullable(),
  /** Of attempts that ended in this second. */
  latency: latencyHistogramSchema,
  limiterWait: latencyHistogramSchema,
  /** All above is the target's; the judges' calls stand here, one entry for each pool they used. */
  judges: z.array(judgeTickSchema).optional(),
});
export type Tick = z.infer<typeof tickSchema>;
