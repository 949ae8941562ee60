import { z } from "zod";

/** What a preset is meant for. Advice: it may be used elsewhere. */
export const presetScopeSchema = z.strictObject({
  /** A provider kind or the id of one provider; null: any. */
  provider: z
    .string()
    .trim()
    .min(1, { error: "provider must be a kind or a provider's id; leave it out for any" })
    .max(100)
    .nullable()
    .default(null),
  /** A model's name, or a pattern in which `*` stands for any text; null: any. */
  model: z
    .string()
    .trim()
    .min(1, { error: "model must be a name or a pattern with *; leave it out for any" })
    .max(200)
    .nullable()
    .default(null),
});
