import { z } from "zod";
import { modelParamsSchema } from "@/lib/core/runs/model-params";

export const EVALUATOR_TYPES = ["exact", "contains", "regex", "numeric", "json", "levenshtein", "judge"] as const;
export type EvaluatorType = (typeof EVALUATOR_TYPES)[number];

/** An evaluator as it is typed: the fields of all types, so that changing the type and back loses nothing. */
export const evaluatorDraftSchema = z.object({
  /** Tells the rows of the form apart. */
  key: z.string(),
  type: z.enum(EVALUATOR_TYPES),
  ignoreCase: z.boolean(),
  trim: z.boolean(),
  value: z.string(),
  pattern: z.string(),
  flags: z.string(),
  compare: z.enum(["match", "exact", "numeric"]),
  tolerance: z.string(),
  toleranceKind: z.enum(["absolute", "relative"]),
  schema: z.string(),
  equals: z.boolean(),
  threshold: z.string(),
  /** Of a judge; empty: the only provider, its first model. */
  judgeProvider: z.string().default(""),
  judgeModel: z.string().default(""),
  judgeThreshold: z.string().default("0.5"),
  /** Parameters of a duplicated run's judge that the form has no field for. */
  judgeParams: modelParamsSchema.default({}),
  /** The name of a ready rubric, or `own`. */
  rubric: z.string().default("factuality"),
  rubricName: z.string().default(""),
  rubricPrompt: z.string().default(""),
  scoring: z.enum(["choices", "scale"]).default("choices"),
  /** Lines of `label = score`. */
  choices: z.string().default(""),
  scaleMin: z.string().default("1"),
  scaleMax: z.string().default("5"),
});
export type EvaluatorDraft = z.infer<typeof evaluatorDraftSchema>;
export type EvaluatorField = Exclude<keyof EvaluatorDraft, "key">;
