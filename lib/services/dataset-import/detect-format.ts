export type DatasetFormat = "csv" | "json" | "jsonl";

const BY_ENDING: readonly (readonly [ending: RegExp, format: DatasetFormat])[] = [
  [/\.(csv|tsv)$/i, "csv"],
  [/\.(jsonl|ndjson)$/i, "jsonl"],
];

/** Text looked at to tell the format, where its first line is longer. */
const SNIFF_CHARACTERS = 250_000;

/** True for a beginning that is enough for `detectFormat`: of an object, its first line and something of the next. */
export function tellsFormat(beginning: string): boolean {
  const text = beginning.trimStart();
  if (!text.startsWith("{")) return text !== "";
  const lineEnd = text.indexOf("\n");
  return text.length >= SNIFF_CHARACTERS || (lineEnd !== -1 && text.slice(lineEnd).trimStart() !== "");
}

/** The format of a file by its name, or by how its text begins where the name does not tell. */
export function detectFormat(fileName: string | undefined, beginning: string): DatasetFormat {
  const byName = BY_ENDING.find(([ending]) => ending.test(fileName ?? ""))?.[1];
  if (byName !== undefined) return byName;
  const text = beginning.trimStart();
  if (text.startsWith("[")) return "json";
  if (text.startsWith("{")) return isWholeObject(text.split("\n", 1)[0] ?? "", text) ? "jsonl" : "json";
  return /\.json$/i.test(fileName ?? "") ? "json" : "csv";
}

/** True where the first line is an object of its own: JSON lines. The same, alone and with a list of cases, is JSON. */
function isWholeObject(line: string, text: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    const alone = text.trim() === line.trim();
    const holdsList = typeof value === "object" && value !== null && Object.values(value).some(Array.isArray);
    return !(alone && holdsList);
  } catch {
    // The object goes on below the first line.
    return false;
  }
}
