import { headerIssues } from "@/lib/core/datasets/columns";
import { type CsvRecord, CsvScanner, detectCsvDelimiter } from "@/lib/core/datasets/csv-scanner";
import { CASE_BOUNDS, type ColumnMapping } from "@/lib/core/datasets/dataset-case";
import { DomainError } from "@/lib/core/errors";
import { brokenRow, type SourceRow, type SourceRows } from "./source-row";

/** Text looked at to tell the delimiter. */
const SNIFF_CHARACTERS = 64_000;

/**
 * Rows of a CSV text with a header; the delimiter (comma, semicolon, tab) is found out.
 * @throws DomainError invalid-input where the header is faulty or lacks a column that the mapping names
 */
export async function* readCsv(text: AsyncIterable<string>, mapping: ColumnMapping | undefined): SourceRows {
  let header: readonly string[] | null = null;
  let scanner: CsvScanner | null = null;
  let sniffed = "";
  const toRows = (records: readonly CsvRecord[]) => {
    let rest = records;
    if (header === null && records[0] !== undefined) {
      header = checkedHeader(records[0], mapping);
      rest = records.slice(1);
    }
    return rest.map((record) => toRow(record, header ?? []));
  };
  for await (const piece of text) {
    if (scanner !== null) {
      yield toRows(scanner.push(piece));
      continue;
    }
    sniffed += piece;
    if (sniffed.length < SNIFF_CHARACTERS) continue;
    scanner = new CsvScanner(detectCsvDelimiter(sniffed), CASE_BOUNDS.cellCharacters);
    yield toRows(scanner.push(sniffed));
  }
  if (scanner === null) {
    scanner = new CsvScanner(detectCsvDelimiter(sniffed), CASE_BOUNDS.cellCharacters);
    yield toRows(scanner.push(sniffed));
  }
  yield toRows(scanner.end());
}

function checkedHeader(record: CsvRecord, mapping: ColumnMapping | undefined): readonly string[] {
  const names = record.cells.map((name) => name.trim());
  const faults = record.faults.map((fault) => ({ path: "header", ...fault }));
  const issues = [...faults, ...headerIssues(names, record.line, mapping)];
  if (issues.length === 0) return names;
  const [first] = issues;
  throw new DomainError(
    "invalid-input",
    `The header cannot be used: line ${first?.line ?? record.line}: ${first?.message ?? ""}. Nothing was imported.`,
    issues,
  );
}

function toRow(record: CsvRecord, header: readonly string[]): SourceRow {
  const { line, cells, faults } = record;
  if (faults.length > 0) return { line, fields: {}, faults };
  if (cells.length !== header.length) {
    return brokenRow(line, `the row has ${cells.length} cells and the header has ${header.length}`);
  }
  const fields: Record<string, string> = {};
  for (let at = 0; at < header.length; at += 1) fields[header[at] ?? ""] = cells[at] ?? "";
  return { line, fields, faults: [] };
}
