import { z } from "zod";

/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Bounds of what one case may hold; a file over them is refused with the line number. */
export const CASE_BOUNDS = {
  idLength: 200,
  cellCharacters: 1_000_000,
  variables: 200,
} as const;

/** One item of an eval. `vars` fill the prompt template, `expected` is what evaluators compare with. */
export interface DatasetCase {
  /** Position in the dataset, from 0. */
  readonly ord: number;
  readonly id: string;
  readonly vars: Record<string, Json>;
  readonly expected: Json;
  readonly metadata: Record<string, Json>;
}

/**
 * Which columns of a file become what. Absent: `id` from a column named id, `expected` from the first of
 * expected, answer, ideal, target, output, label, "Best Answer"; every other column is a variable.
 */
export const columnMappingSchema = z.strictObject({
  id: z.string().min(1).optional(),
  expected: z.string().min(1).optional(),
  vars: z.array(z.string().min(1)).optional(),
  metadata: z.array(z.string().min(1)).optional(),
});
export type ColumnMapping = z.infer<typeof columnMappingSchema>;
