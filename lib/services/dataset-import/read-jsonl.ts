import { parseJsonRow } from "./parse-json-row";
import { brokenRow, MAX_ROW_CHARACTERS, type SourceRow, type SourceRows } from "./source-row";

/** Rows of a text with one JSON object on each line; empty lines are skipped, broken ones listed. */
export async function* readJsonl(text: AsyncIterable<string>): SourceRows {
  let line = 0;
  let rest = "";
  let tooLong = false;
  for await (const piece of text) {
    const lines = piece.split("\n");
    // The last is not known to be whole before the next piece, or the end.
    const open = lines.pop() ?? "";
    const rows: SourceRow[] = [];
    for (const end of lines) {
      line += 1;
      rows.push(...(tooLong ? [tooLongRow(line)] : parseLine(line, rest + end)));
      rest = "";
      tooLong = false;
    }
    tooLong ||= rest.length + open.length > MAX_ROW_CHARACTERS;
    rest = tooLong ? "" : rest + open;
    yield rows;
  }
  yield tooLong ? [tooLongRow(line + 1)] : parseLine(line + 1, rest);
}

function tooLongRow(line: number): SourceRow {
  return brokenRow(line, `the line is longer than ${MAX_ROW_CHARACTERS} characters`);
}

function parseLine(line: number, text: string): SourceRow[] {
  return text.trim() === "" ? [] : [parseJsonRow(line, text)];
}
