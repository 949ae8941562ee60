import { z } from "zod";
import { CASE_ODDITIES } from "../datasets/case-oddities";
import { runPricingSchema } from "../pricing/run-pricing";
import { REPEATS_MAX } from "../repeats/repeat-layout";
import { evaluatorConfigSchema, evaluatorRequestSchema } from "../scoring/evaluator-config";
import { launchExpectationSchema } from "./launch-expectation";
import { modelParamsSchema } from "./model-params";

export const chatMessageSchema = z.strictObject({
  role: z.enum(["system", "user", "assistant"], { error: "role must be system, user or assistant" }),
  content: z.string().min(1, { error: "content must not be empty" }).max(200_000),
});
export type ChatMessage = z.infer<typeof chatMessageSchema>;

/** What is called: a provider's model with a prompt template. `prompt` is one user message. */
export const runTargetSchema = z
  .strictObject({
    providerId: z.string().min(1, { error: "providerId must not be empty" }),
    model: z.string().min(1, { error: "model must not be empty" }).max(200),
    prompt: z.string().min(1, { error: "prompt must not be empty" }).max(200_000).optional(),
    messages: z.array(chatMessageSchema).min(1).max(100).optional(),
    params: modelParamsSchema.default({}),
  })
  .refine((target) => (target.prompt === undefined) !== (target.messages === undefined), {
    error: "give either prompt or messages, and not both",
    path: ["prompt"],
  });
export type RunTarget = z.infer<typeof runTargetSchema>;

/** All cases, the first n, or n drawn by seed (the same seed draws the same cases). */
export const runSampleSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all") }),
  z.strictObject({ kind: z.literal("first"), n: z.number().int().min(1) }),
  z.strictObject({ kind: z.literal("random"), n: z.number().int().min(1), seed: z.number().int().default(1) }),
]);
export type RunSample = z.infer<typeof runSampleSchema>;

const REPEATS_WORDS = `repeats must be a whole number from 1 to ${REPEATS_MAX}`;

/** What a run is to be made of, as a launch names it. */
export const launchConfigSchema = z.strictObject({
  datasetId: z.string().min(1, { error: "datasetId must not be empty" }),
  target: runTargetSchema,
  evaluators: z.array(evaluatorRequestSchema).min(1, { error: "name at least one evaluator" }).max(20),
  sample: runSampleSchema.default({ kind: "all" }),
  /** How often each case is asked; absent: once. */
  repeats: z
    .number({ error: REPEATS_WORDS })
    .int({ error: REPEATS_WORDS })
    .min(1, { error: REPEATS_WORDS })
    .max(REPEATS_MAX, { error: REPEATS_WORDS })
    .optional(),
  /** Cases of the sample that are not run. */
  skip: z.array(z.enum(CASE_ODDITIES)).max(CASE_ODDITIES.length).optional(),
});

export type LaunchConfig = z.infer<typeof launchConfigSchema>;

/** What a run is made of, frozen at launch. Limits and budget stand beside it, because they can be edited. */
export const runConfigSchema = launchConfigSchema.extend({
  evaluators: z.array(evaluatorConfigSchema),
  /** Absent in runs from before there were prices. */
  pricing: runPricingSchema.optional(),
  /** Absent where the run was launched without a forecast. */
  expected: launchExpectationSchema.optional(),
});
export type RunConfig = z.infer<typeof runConfigSchema>;
