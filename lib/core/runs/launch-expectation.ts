import { z } from "zod";

/** What a launch's forecast expected, frozen with the run, so that it can be held against what came. */
export const launchExpectationSchema = z.object({
  durationMs: z.number().min(0),
  attemptsPerCase: z.number().min(0),
  /** Mean time of a call. */
  latencyMs: z.number().min(0),
  /** Mean of a case; null in runs from before it was reckoned. */
  limiterWaitMs: z.number().min(0).nullable().default(null),
  backoffMs: z.number().min(0).nullable().default(null),
});
export type LaunchExpectation = z.infer<typeof launchExpectationSchema>;
