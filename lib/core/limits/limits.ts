import { z } from "zod";
import { LIMIT_BOUNDS } from "./limit-bounds";

function ranged(name: keyof typeof LIMIT_BOUNDS, what: string, whole: boolean) {
  const { min, max } = LIMIT_BOUNDS[name];
  const says = `${what} must be ${whole ? "a whole number" : "a number"} from ${min} to ${max}`;
  // One remark per number, whichever of the checks it fails.
  const bounds = { error: says, abort: true };
  const number = z.number({ error: says }).min(min, bounds).max(max, bounds);
  return whole ? number.refine(Number.isInteger, { error: says }) : number;
}

export const retrySchema = z.strictObject({
  /** HTTP requests per case at most: 4 = the first try and up to 3 retries. */
  attempts: ranged("attempts", "attempts", true).default(4),
  /** Ceiling of the first backoff; doubles with each further one. */
  baseDelayMs: ranged("baseDelayMs", "baseDelayMs", true).default(500),
  /** Ceiling of any backoff of our own. A wait that the provider asks for is honoured in full, beyond it. */
  maxDelayMs: ranged("maxDelayMs", "maxDelayMs", true).default(60_000),
  /** `full`: uniform between 0 and the ceiling (spreads a herd). `none`: exactly the ceiling. */
  jitter: z.enum(["full", "none"], { error: 'jitter must be "full" or "none"' }).default("full"),
  /** A case whose provider asks for a longer wait than this is given up (not scored). null: wait as long as asked. */
  giveUpAfterMs: ranged("giveUpAfterMs", "giveUpAfterMs", true).nullable().default(null),
});

/** What may be sent to a provider, and how failures are retried. The one schema behind forms, API, presets and storage. */
export const limitsSchema = z
  .strictObject({
    requestsPerSecond: ranged("requestsPerSecond", "requestsPerSecond", false),
    /** Permits that may be saved up while idle: the bucket's size. It starts full. */
    burst: ranged("burst", "burst", true),
    /** Requests in flight at most. */
    concurrency: ranged("concurrency", "concurrency", true),
    /** Tokens of prompts and answers together, as OpenAI counts them; null: not limited. */
    tokensPerMinute: ranged("tokensPerMinute", "tokensPerMinute", true).nullable().default(null),
    /** Tokens of prompts alone, as Anthropic counts them; null: not limited. */
    inputTokensPerMinute: ranged("inputTokensPerMinute", "inputTokensPerMinute", true).nullable().default(null),
    /** Tokens of answers alone, as Anthropic counts them; null: not limited. */
    outputTokensPerMinute: ranged("outputTokensPerMinute", "outputTokensPerMinute", true).nullable().default(null),
    /** Requests from one midnight UTC to the next, retries included; null: not limited. */
    requestsPerDay: ranged("requestsPerDay", "requestsPerDay", true).nullable().default(null),
    retry: retrySchema.prefault({}),
    requestTimeoutMs: ranged("requestTimeoutMs", "requestTimeoutMs", true).default(60_000),
    /** Let the pool lower its rate when the provider pushes back, and find its way up again. */
    adaptive: z.boolean({ error: "adaptive must be true or false" }).default(false),
  })
  .refine((limits) => limits.retry.maxDelayMs >= limits.retry.baseDelayMs, {
    error: "retry.maxDelayMs must not be below retry.baseDelayMs",
    path: ["retry", "maxDelayMs"],
  });

export type Limits = z.infer<typeof limitsSchema>;
export type LimitsInput = z.input<typeof limitsSchema>;
export type RetryPolicy = z.infer<typeof retrySchema>;

/** A change of some limits; what is absent stays as it is. Check the merged result with `limitsSchema`. */
export const limitsPatchSchema = z
  .strictObject({
    requestsPerSecond: ranged("requestsPerSecond", "requestsPerSecond", false),
    burst: ranged("burst", "burst", true),
    concurrency: ranged("concurrency", "concurrency", true),
    tokensPerMinute: ranged("tokensPerMinute", "tokensPerMinute", true).nullable(),
    inputTokensPerMinute: ranged("inputTokensPerMinute", "inputTokensPerMinute", true).nullable(),
    outputTokensPerMinute: ranged("outputTokensPerMinute", "outputTokensPerMinute", true).nullable(),
    requestsPerDay: ranged("requestsPerDay", "requestsPerDay", true).nullable(),
    retry: z
      .strictObject({
        attempts: ranged("attempts", "attempts", true),
        baseDelayMs: ranged("baseDelayMs", "baseDelayMs", true),
        maxDelayMs: ranged("maxDelayMs", "maxDelayMs", true),
        jitter: z.enum(["full", "none"], { error: 'jitter must be "full" or "none"' }),
        giveUpAfterMs: ranged("giveUpAfterMs", "giveUpAfterMs", true).nullable(),
      })
      .partial(),
    requestTimeoutMs: ranged("requestTimeoutMs", "requestTimeoutMs", true),
    adaptive: z.boolean({ error: "adaptive must be true or false" }),
  })
  .partial();
export type LimitsPatch = z.infer<typeof limitsPatchSchema>;
