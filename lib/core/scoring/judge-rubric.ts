import { z } from "zod";

const label = z
  .string()
  .trim()
  .min(1, { error: "a choice must have a name" })
  .max(40, { error: "a choice's name must be at most 40 characters" });
const share = z.number({ error: "a score is a number from 0 to 1" }).min(0).max(1);

/** Labels the judge may choose from, each with the score it stands for. */
const choicesSchema = z.record(label, share).refine(
  (choices) => {
    const count = Object.keys(choices).length;
    return count >= 2 && count <= 20;
  },
  { error: "name 2 to 20 choices" },
);

const scaleSchema = z
  .strictObject({ min: z.number().min(-1e6).max(1e6), max: z.number().min(-1e6).max(1e6) })
  .refine((scale) => scale.min < scale.max, { error: "min must be less than max", path: ["max"] });

/**
 * What a judge is asked. `prompt` is a template that may name `{{output}}` (the answer, which it has to), `{{input}}`,
 * `{{expected}}` and the case's variables. The judge answers with one of `choices`, or with a number within `scale`
 * (0 to 1 where neither is given).
 */
export const judgeRubricSchema = z
  .strictObject({
    /** Tells judges apart in scores and exports. */
    name: z.string().trim().min(1).max(60).optional(),
    /** The library that a ready rubric came from, with its version; absent for a custom one. */
    source: z.string().max(100).optional(),
    prompt: z
      .string()
      .min(1, { error: "the rubric's prompt must not be empty" })
      .max(50_000, { error: "the rubric's prompt must be at most 50,000 characters" })
      .refine((prompt) => /\{\{\s*output\s*\}\}/.test(prompt), {
        error: "the rubric must name {{output}}, or the judge would not see the answer",
      }),
    choices: choicesSchema.optional(),
    scale: scaleSchema.optional(),
  })
  .refine((rubric) => rubric.choices === undefined || rubric.scale === undefined, {
    error: "give either choices or a scale, and not both",
    path: ["scale"],
  });
export type JudgeRubric = z.infer<typeof judgeRubricSchema>;

const NO_SCALE = { min: 0, max: 1 } as const;

/** How a rubric is answered. `labels` are ordered from the best score to the worst. */
export type RubricScoring =
  | { readonly kind: "choices"; readonly labels: readonly string[]; readonly scores: ReadonlyMap<string, number> }
  | { readonly kind: "scale"; readonly min: number; readonly max: number };

export function scoringOf({ choices, scale }: Pick<JudgeRubric, "choices" | "scale">): RubricScoring {
  if (choices === undefined) return { kind: "scale", ...(scale ?? NO_SCALE) };
  const scores = new Map(Object.entries(choices));
  const labels = [...scores.keys()].sort((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0));
  return { kind: "choices", labels, scores };
}
