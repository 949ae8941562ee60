import { z } from "zod";
import { columnMappingSchema } from "@/lib/core/datasets/dataset-case";
import { isoTime, pageOf } from "./common";

const json = z.json();

export const createDatasetRequest = z.strictObject({
  name: z.string().trim().min(1, { error: "name must not be empty" }).max(200),
  cases: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(200).optional(),
        vars: z.record(z.string(), json),
        expected: json.optional(),
        metadata: z.record(z.string(), json).optional(),
      }),
    )
    .min(1, { error: "a dataset needs at least one case" }),
});

/** Fields of the multipart form beside `file`. `mapping` is JSON text. */
export const uploadDatasetFields = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  format: z.enum(["csv", "json", "jsonl"]).optional(),
  mapping: columnMappingSchema.optional(),
});

export const datasetResponse = z.object({
  id: z.string(),
  name: z.string(),
  caseCount: z.number().int(),
  /** Variables that every template may name, with how many cases have them. */
  variables: z.array(z.object({ name: z.string(), cases: z.number().int() })),
  hasExpected: z.boolean(),
  /** Mean characters of all variables of a case, for token estimates. */
  meanCharacters: z.number(),
  createdAt: isoTime,
  createdBy: z.string(),
  runs: z.number().int(),
  /** When the newest run over it was made; null where none is left. */
  lastUsedAt: isoTime.nullable(),
});
export type DatasetResponse = z.infer<typeof datasetResponse>;

export const datasetCaseResponse = z.object({
  ord: z.number().int(),
  id: z.string(),
  vars: z.record(z.string(), json),
  expected: json,
  metadata: z.record(z.string(), json),
});
export const datasetCasePage = pageOf(datasetCaseResponse);
export type DatasetCaseResponse = z.infer<typeof datasetCaseResponse>;
