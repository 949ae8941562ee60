import type { Json } from "@/lib/core/datasets/dataset-case";

/** A row of a file on its way to become a case. `line` is where it begins, from 1. */
export interface SourceRow {
  readonly line: number;
  readonly fields: Record<string, Json>;
  /** What is wrong with the row already, before its fields are looked at. */
  readonly faults: readonly { readonly line: number; readonly message: string }[];
}

/** What a file turns into, piece by piece. */
export type SourceRows = AsyncIterable<readonly SourceRow[]>;

/** A row of which nothing could be read. */
export function brokenRow(line: number, message: string): SourceRow {
  return { line, fields: {}, faults: [{ line, message }] };
}

/** Characters that one row may have; more than that is taken for a file that is broken or no dataset. */
export const MAX_ROW_CHARACTERS = 16_000_000;
