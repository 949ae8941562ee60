import { z } from "zod";
import { isoTime, moment } from "./common";

export const metricsQuery = z.object({
  from: moment.optional(),
  to: moment.optional(),
  buckets: z.coerce.number().int().min(1).max(400).default(150),
});

const quantiles = z.object({ p50: z.number().nullable(), p95: z.number().nullable() });

/**
 * Counts are sums over the bucket, gauges are means; `…Min` and `…Max` are of its single seconds, so that a long bucket
 * hides no peak. `samples` is 0 where the run recorded nothing: a gap, not a zero.
 */
export const metricsBucket = z.object({
  t: isoTime,
  samples: z.number().int(),
  started: z.number().int(),
  /** The quietest second that was not paused (null: there was none), and the busiest. */
  startedMin: z.number().int().nullable(),
  startedMax: z.number().int(),
  finished: z.number().int(),
  ok: z.number().int(),
  rateLimited: z.number().int(),
  otherErrors: z.number().int(),
  errors: z.object({
    slowDown: z.number().int(),
    overloaded: z.number().int(),
    http5xx: z.number().int(),
    timeout: z.number().int(),
    network: z.number().int(),
    quotaExhausted: z.number().int(),
    auth: z.number().int(),
    badRequest: z.number().int(),
    cancelled: z.number().int(),
  }),
  retries: z.number().int(),
  /** Requests in flight: the mean, and the most in one second. */
  inFlight: z.number(),
  inFlightMin: z.number(),
  inFlightMax: z.number(),
  waiting: z.number(),
  waitingMin: z.number(),
  waitingMax: z.number(),
  backingOff: z.number(),
  backingOffMin: z.number(),
  backingOffMax: z.number(),
  idle: z.number(),
  queued: z.number(),
  limit: z.object({ requestsPerSecond: z.number(), burst: z.number(), concurrency: z.number() }).nullable(),
  permits: z.number().nullable(),
  permitsMin: z.number().nullable(),
  permitsMax: z.number().nullable(),
  /** Tokens per minute in force; null: not limited. */
  tokenLimit: z.number().nullable(),
  /** The least that the provider said is left, as a share (0 to 1) of its limits; null where it said nothing. */
  headroom: z.object({ requests: z.number().nullable(), tokens: z.number().nullable() }),
  /** This run's part of the pool's rate while other runs share it, requests per second; null: it shares none. */
  shareRps: z.number().nullable(),
  paused: z.boolean(),
  cooldown: z.boolean(),
  /** Until when the provider had asked to wait, as far as it reached; null: nothing cooled down. */
  cooldownUntil: isoTime.nullable(),
  tokens: z.number().int(),
  /** The second that was not paused and used the fewest (null: there was none), and the one that used the most. */
  tokensMin: z.number().int().nullable(),
  tokensMax: z.number().int(),
  costUsd: z.number().nullable(),
  latencyMs: quantiles.extend({ n: z.number().int() }),
  limiterWaitMs: quantiles,
});
export type MetricsBucket = z.infer<typeof metricsBucket>;

export const metricsResponse = z.object({
  from: isoTime,
  to: isoTime,
  bucketMs: z.number().int(),
  buckets: z.array(metricsBucket),
  /** Over all buckets: quantiles of single buckets do not tell those of the whole. */
  latencyMs: quantiles.extend({ n: z.number().int() }),
  limiterWaitMs: quantiles,
});
export type MetricsResponse = z.infer<typeof metricsResponse>;
