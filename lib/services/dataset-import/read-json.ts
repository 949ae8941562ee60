import { JsonItemScanner, JsonTextFault } from "@/lib/core/datasets/json-item-scanner";
import { DomainError } from "@/lib/core/errors";
import { parseJsonRow } from "./parse-json-row";
import { MAX_ROW_CHARACTERS, type SourceRow, type SourceRows } from "./source-row";

/**
 * Rows of a JSON text: an array of objects, or an object that holds one as `cases`, `items` or `data`. Objects are read
 * one by one, so the text may be larger than memory. `onName` hears the object's own `name`.
 * @throws DomainError invalid-input with the line where the JSON is broken or has another shape
 */
export async function* readJson(text: AsyncIterable<string>, onName: (name: string) => void): SourceRows {
  const scanner = new JsonItemScanner(MAX_ROW_CHARACTERS);
  for await (const piece of text) {
    const fault = faultOf(() => scanner.push(piece));
    yield takeRows(scanner);
    // Only now: the rows before the fault are looked at first.
    if (fault !== null) throw fault;
  }
  const fault = faultOf(() => scanner.end());
  if (fault !== null) throw fault;
  if (scanner.name !== null) onName(scanner.name);
}

function takeRows(scanner: JsonItemScanner): SourceRow[] {
  return scanner.takeItems().map(({ line, text }) => parseJsonRow(line, text));
}

function faultOf(read: () => void): DomainError | null {
  try {
    read();
    return null;
  } catch (error) {
    if (!(error instanceof JsonTextFault)) throw error;
    const { line, message } = error;
    const issue = { path: "file", line, message };
    return new DomainError("invalid-input", `Line ${line}: ${message}. Nothing was imported.`, [issue], {
      cause: error,
    });
  }
}
