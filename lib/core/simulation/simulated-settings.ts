import { z } from "zod";

const share = z.number().min(0).max(1);

/** The limits that the simulated provider enforces, strictly; null dimensions are not enforced. */
export const simulatedLimitsSchema = z.strictObject({
  requestsPerSecond: z.number().min(0.01).max(10_000).nullable().default(null),
  burst: z.number().int().min(1).max(100_000).default(10),
  tokensPerMinute: z.number().int().min(1).nullable().default(null),
  /** Of prompts and of answers alone, each with a bucket of its own. */
  inputTokensPerMinute: z.number().int().min(1).nullable().default(null),
  outputTokensPerMinute: z.number().int().min(1).nullable().default(null),
  /** Requests from one midnight UTC to the next. */
  requestsPerDay: z.number().int().min(1).nullable().default(null),
  /** Tokens that may be saved up, of each kind that is limited; null: a whole minute's. */
  tokenBurst: z.number().int().min(1).nullable().default(null),
  /**
   * Requests a second that other tenants of the same account take of `requestsPerSecond`, one after the other. They come
   * first, and no header tells of them but what remains.
   */
  othersPerSecond: z.number().min(0).max(10_000).default(0),
  concurrency: z.number().int().min(1).max(100_000).nullable().default(null),
});

/** How the simulated provider behaves. All chance is drawn from `seed`, so a run can be repeated. */
export const simulatedSettingsSchema = z.strictObject({
  limits: simulatedLimitsSchema.prefault({}),
  /** Lognormal latency: its median, and how many times the median its 95th percentile is. */
  latencyMedianMs: z.number().min(0).max(600_000).default(200),
  latencyP95Ratio: z.number().min(1).max(20).default(2),
  /** Shares of requests that end in a fault, drawn one after the other. */
  faults: z
    .strictObject({
      error500: share.default(0),
      error503: share.default(0),
      error529: share.default(0),
      /** The connection is cut before a response. */
      reset: share.default(0),
      /** No response until the client gives up. */
      timeout: share.default(0),
    })
    .prefault({}),
  /** Share of verdicts that are nonsense, where it plays a judge. */
  judgeNonsense: share.default(0),
  /** Requests after which every further one is refused for an exhausted quota; 0 = from the start; null = never. */
  quotaAfterRequests: z.number().int().min(0).nullable().default(null),
  /** `retry-after` sent with a 429: when the permit is due (`due`), a fixed number of seconds, or none. */
  retryAfter: z.union([z.literal("due"), z.literal("none"), z.number().min(0).max(86_400)]).default("due"),
  /** New limits from a time on, in ms since the first request. */
  schedule: z
    .array(z.strictObject({ atMs: z.number().min(0), limits: simulatedLimitsSchema }))
    .max(20)
    .default([]),
  /** Whose headers and error bodies it speaks. `none` sends no limit headers. */
  dialect: z.enum(["openai", "anthropic", "gemini", "none"]).default("openai"),
  seed: z.number().int().default(1),
  /** A JSONL file of recorded answers (`question`, `answers.<model>.text`); the model's name picks the answers. */
  answersFile: z.string().min(1).nullable().default(null),
});
export type SimulatedSettings = z.infer<typeof simulatedSettingsSchema>;
