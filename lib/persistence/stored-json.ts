import { z } from "zod";
import type { Json } from "@/lib/core/datasets/dataset-case";

/** JSON as it comes out of a column that this application wrote. */
export function parseJson(text: string): Json {
  return JSON.parse(text) as Json;
}

/** An object of JSON values; what JSON.parse yields is JSON, so only the outermost shape is checked. */
export function parseJsonObject(text: string): Record<string, Json> {
  const value = parseJson(text);
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new TypeError(`stored JSON is not an object: ${text.slice(0, 80)}`);
  }
  return value;
}

/** Parses a JSON column by its schema. */
export function parseStored<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  return schema.parse(parseJson(text));
}

/** Counts come out of raw statements as numbers, bigints or strings, depending on the database. */
export const countRow = z.tuple([z.object({ n: z.coerce.number().int() })]);
