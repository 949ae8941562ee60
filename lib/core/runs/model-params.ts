import { z } from "zod";

/** Sampling parameters that all vendors share; what is absent is left to the vendor. */
export const modelParamsSchema = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  maxOutputTokens: z.number().int().min(1).max(1_000_000).optional(),
  seed: z.number().int().optional(),
  stop: z.array(z.string().min(1)).max(8).optional(),
});
export type ModelParams = z.infer<typeof modelParamsSchema>;
