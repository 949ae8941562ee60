import type { Json } from "@/lib/core/datasets/dataset-case";
import { brokenRow, type SourceRow } from "./source-row";

/** A row from the text of one JSON value, which has to be an object and begins on `line`. */
export function parseJsonRow(line: number, text: string): SourceRow {
  try {
    return toRow(line, JSON.parse(text) as Json);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return brokenRow(line + linesBefore(message, text), `not valid JSON: ${message}`);
  }
}

/** How many lines below the first the fault stands, as far as the parser tells its position. */
function linesBefore(message: string, text: string): number {
  const position = / at position (\d+)/.exec(message)?.[1];
  return position === undefined ? 0 : text.slice(0, Number(position)).split("\n").length - 1;
}

function toRow(line: number, value: Json): SourceRow {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    const kind = value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;
    return brokenRow(line, `a case must be a JSON object, and this is ${kind}`);
  }
  if (Object.hasOwn(value, "__proto__")) return brokenRow(line, 'a field must not be named "__proto__"');
  return { line, fields: value, faults: [] };
}
