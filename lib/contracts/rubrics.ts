import { z } from "zod";

/** A ready rubric of a library, that a judge may name instead of bringing one of its own. */
export const rubricResponse = z.object({
  name: z.string(),
  title: z.string(),
  /** The library with its version. */
  source: z.string(),
  prompt: z.string(),
  /** What the judge may answer, and the score each stands for. */
  choices: z.record(z.string(), z.number()),
  /** Variables that the dataset has to have. */
  variables: z.array(z.string()),
  needsExpected: z.boolean(),
});
export type RubricResponse = z.infer<typeof rubricResponse>;
