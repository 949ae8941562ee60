import { z } from "zod";
import { modelParamsSchema } from "../runs/model-params";
import { judgeRubricSchema } from "./judge-rubric";

const regexSource = z
  .string()
  .min(1, { error: "pattern must not be empty" })
  .max(2000, { error: "pattern must be at most 2000 characters" })
  .refine(
    (source) => {
      try {
        new RegExp(source);
        return true;
      } catch {
        return false;
      }
    },
    { error: "pattern is not a valid JavaScript regular expression" },
  );

const text = { ignoreCase: z.boolean().default(false), trim: z.boolean().default(true) };

const judge = {
  type: z.literal("judge"),
  providerId: z.string().min(1, { error: "providerId must not be empty" }),
  model: z.string().trim().min(1, { error: "model must not be empty" }).max(200),
  /** Passed from this score on. */
  threshold: z.number().min(0).max(1).default(0.5),
  params: modelParamsSchema.default({}),
};

const rules = [
  /** The output equals the expected value. */
  z.strictObject({ type: z.literal("exact"), ...text }),
  /** The output contains the expected value (or `value`, where given). */
  z.strictObject({ type: z.literal("contains"), value: z.string().min(1).optional(), ...text }),
  /**
   * With `compare: "match"` the output has to match `pattern`. Otherwise the first group (or the whole match)
   * is taken out of the output and compared with the expected value.
   */
  z.strictObject({
    type: z.literal("regex"),
    pattern: regexSource,
    flags: z
      .string()
      .regex(/^[imsu]*$/, { error: "flags may hold i, m, s and u" })
      .default(""),
    compare: z.enum(["match", "exact", "numeric"]).default("match"),
  }),
  /** The last number of the output equals the last number of the expected value, within the tolerance. */
  z.strictObject({
    type: z.literal("numeric"),
    tolerance: z.number().min(0).default(0),
    /** How the tolerance is meant: as it stands, or as a share of the expected number. */
    toleranceKind: z.enum(["absolute", "relative"]).default("absolute"),
  }),
  /** The output is JSON (a code fence around it is allowed); it fits `schema`, and with `equals` deep-equals the expected value. */
  z.strictObject({
    type: z.literal("json"),
    schema: z.record(z.string(), z.unknown()).optional(),
    equals: z.boolean().default(false),
  }),
  /** Likeness 1 − distance / longer length, passed from `threshold` on. */
  z.strictObject({
    type: z.literal("levenshtein"),
    threshold: z.number().min(0).max(1).default(0.8),
    ...text,
  }),
] as const;

const WRONG_TYPE = { error: "type must be one of exact, contains, regex, numeric, json, levenshtein, judge" };

/** Each evaluator yields `{score 0..1, passed, detail}`. A case passes when every evaluator passes. */
export const evaluatorConfigSchema = z.discriminatedUnion(
  "type",
  [
    ...rules,
    /** A model of its own judges by a rubric; its calls go through the pool of that provider and model. */
    z.strictObject({ ...judge, rubric: judgeRubricSchema }),
  ],
  WRONG_TYPE,
);
export type EvaluatorConfig = z.infer<typeof evaluatorConfigSchema>;
export type JudgeConfig = Extract<EvaluatorConfig, { type: "judge" }>;
/** An evaluator that decides by itself, at once. */
export type RuleConfig = Exclude<EvaluatorConfig, JudgeConfig>;

/** An evaluator as a launch names it: `rubric` may be the name of a ready rubric, whose text is then frozen with the run. */
export const evaluatorRequestSchema = z.discriminatedUnion(
  "type",
  [
    ...rules,
    z.strictObject({
      ...judge,
      rubric: z.union([z.string().trim().min(1, { error: "rubric must not be empty" }).max(60), judgeRubricSchema]),
    }),
  ],
  WRONG_TYPE,
);
export type EvaluatorRequest = z.infer<typeof evaluatorRequestSchema>;

/** What one evaluator says of one output. */
export interface Score {
  readonly evaluator: string;
  /** 0 to 1. */
  readonly score: number;
  readonly passed: boolean;
  /** Why; of a judge, its reason. */
  readonly detail: string;
  /** What a judge answered: a label of its rubric, or a number of its scale. Absent for other evaluators. */
  readonly choice?: string | undefined;
}
