import { z } from "zod";
import { FORECAST_BOUNDS } from "@/lib/core/forecast/closed-form";
import { NOTICE_LEVELS } from "@/lib/core/forecast/notice";
import { SIMULATED_BOUNDS } from "@/lib/core/forecast/simulation-input";
import { tokenPriceSchema } from "@/lib/core/pricing/model-price";

/** A remark about the launch, with what one press would change. */
export const forecastNotice = z.object({
  id: z.string(),
  level: z.enum(NOTICE_LEVELS),
  /** The form field it stands under. */
  field: z.string().nullable(),
  text: z.string(),
  fixes: z.array(z.object({ label: z.string(), patch: z.record(z.string(), z.number()) })),
});
export type ForecastNotice = z.infer<typeof forecastNotice>;

export const forecastResponse = z.object({
  cases: z.number().int(),
  durationMs: z.number(),
  range: z.object({ fromMs: z.number(), toMs: z.number() }),
  boundBy: z.enum(FORECAST_BOUNDS),
  /** The bound is close to another: slow calls will cost a few percent. */
  tight: z.boolean(),
  attempts: z.number(),
  /** Where the time of a case goes, mean of all: calls, waits for permits, and backoffs. */
  perCase: z.object({ callMs: z.number(), limiterWaitMs: z.number(), backoffMs: z.number() }),
  /** Null where the model has no price: the cost is not known, and not 0. */
  costUsd: z.number().nullable(),
  /** Nine runs in ten end in between; null where `costUsd` is. */
  costRange: z.object({ lowUsd: z.number(), highUsd: z.number() }).nullable(),
  /** What the judges of the launch add to each case; their time and cost are part of the figures above. */
  judges: z.array(
    z.object({
      evaluator: z.string(),
      providerId: z.string(),
      model: z.string(),
      /** Mean time of a call, measured or assumed. */
      latencyMs: z.number(),
      /** What its verdict on one case is expected to cost; null: its model has no price. */
      perCaseUsd: z.number().nullable(),
    }),
  ),
  /** The target's calls played through several times on a virtual clock, on the engine's own rules. */
  simulation: z.object({
    p50Ms: z.number(),
    p90Ms: z.number(),
    boundBy: z.enum(SIMULATED_BOUNDS),
    /** Expected, retries included. */
    attempts: z.number(),
    rateLimited: z.number(),
    /** Cases that use their attempts up. */
    gaveUp: z.number(),
  }),
  /** Whether the retries of a case outlast the provider's window, by its earlier 429s; null where there were none. */
  retries: z.object({ windowMs: z.number(), waitMs: z.number(), outlasts: z.boolean() }).nullable(),
  /** The sentence of the launch form. */
  sentence: z.string(),
  /** What it rests on: seconds per call and share retried, measured (`n` calls) or assumed. */
  assumes: z.object({
    latencyMs: z.number(),
    latencyP95Ms: z.number(),
    retriedShare: z.number(),
    source: z.string(),
    n: z.number().int(),
    /** Of `retriedShare`: refused with 429, and failed otherwise. */
    rateLimitedShare: z.number(),
    transientShare: z.number(),
    /** Earlier 429s: those that named a wait, those that named none, and the longest wait named. */
    refusals: z.object({ asked: z.number().int(), unasked: z.number().int(), longestAskedMs: z.number() }),
    /** Tokens of a call, measured or estimated from the texts. */
    tokens: z.object({ input: z.number(), output: z.number(), measured: z.boolean() }),
    /** The model's row in the price table, without its place; null: it has none. */
    price: z.object(tokenPriceSchema.shape).extend({ contextTokens: z.number().int().nullable() }).nullable(),
    priceVersion: z.string(),
    /** Cases of the dataset that are empty, the same as an earlier one, or too long for the model's context. */
    odd: z.object({ empty: z.number().int(), duplicates: z.number().int(), tooLong: z.number().int() }),
  }),
  notices: z.array(forecastNotice),
});
export type ForecastResponse = z.infer<typeof forecastResponse>;
