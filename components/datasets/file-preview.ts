import { CsvScanner, detectCsvDelimiter } from "@/lib/core/datasets/csv-scanner";
import { CASE_BOUNDS, type Json } from "@/lib/core/datasets/dataset-case";
import { isNativeCase } from "@/lib/core/datasets/row-to-case";
import { jsonHead } from "./json-head";

export type DatasetFormat = "csv" | "json" | "jsonl";

/** The head of a file as a table. */
export interface FilePreview {
  readonly format: DatasetFormat;
  readonly columns: readonly string[];
  /** One text per column. */
  readonly rows: readonly (readonly string[])[];
  /** Its rows are cases already ({id, vars, expected, metadata}): there is nothing to map. */
  readonly native: boolean;
}

/** So much of a file is read for the preview, in bytes. */
const HEAD_BYTES = 64 * 1024;
const PREVIEW_ROWS = 5;

/** Reads the head of a file for its columns and first rows. */
export async function previewFile(file: File): Promise<FilePreview> {
  const text = await file.slice(0, HEAD_BYTES).text();
  return previewText(text, formatOf(file.name, text), file.size > HEAD_BYTES);
}

export function previewText(text: string, format: DatasetFormat, cut: boolean): FilePreview {
  // A byte order mark would become part of the first column's name.
  const plain = text.replace(/^\ufeff/, "");
  if (format === "csv") {
    const [columns = [], ...rows] = csvHead(plain, cut);
    const names = columns.map((name) => name.trim());
    return { format, columns: names, rows: rows.map((row) => names.map((_, at) => row[at] ?? "")), native: false };
  }
  const objects = jsonHead(plain, PREVIEW_ROWS);
  const columns = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  return {
    format,
    columns,
    rows: objects.map((object) => columns.map((name) => cellText(object[name]))),
    native: objects.length > 0 && objects.every(isNativeCase),
  };
}

/** The header and the first rows; the last one is left out where the text was cut in it. */
function csvHead(text: string, cut: boolean): (readonly string[])[] {
  const scanner = new CsvScanner(detectCsvDelimiter(text), CASE_BOUNDS.cellCharacters);
  const records = scanner.push(text);
  const all = cut ? records : [...records, ...scanner.end()];
  return all.slice(0, PREVIEW_ROWS + 1).map((record) => record.cells);
}

/** By the file's name, else by what the text begins with. */
export function formatOf(name: string, text: string): DatasetFormat {
  const ending = /\.(csv|tsv|jsonl|ndjson|json)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === "csv" || ending === "tsv") return "csv";
  if (ending === "json") return "json";
  if (ending !== undefined) return "jsonl";
  const start = text.trimStart();
  if (start.startsWith("[")) return "json";
  if (!start.startsWith("{")) return "csv";
  // Lines of JSON: the first line is whole by itself.
  const [line = ""] = start.split("\n", 1);
  return line.trimEnd().endsWith("}") ? "jsonl" : "json";
}

/** A value as it reads in a table's cell. */
export function cellText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
