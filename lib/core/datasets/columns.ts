import type { Issue } from "../errors";
import { CASE_BOUNDS, type ColumnMapping } from "./dataset-case";

/** Where the expected value is looked for when no mapping names it, in this order; upper and lower case alike. */
const EXPECTED_NAMES = ["expected", "answer", "ideal", "target", "output", "label", "best answer"];

/** What becomes of each column. `vars: null`: every column that is nothing else. */
export interface Columns {
  readonly id: string | null;
  /** True where the mapping names it, so that no row may lack it. */
  readonly idRequired: boolean;
  readonly expected: string | null;
  readonly expectedRequired: boolean;
  readonly vars: readonly string[] | null;
  readonly metadata: readonly string[];
}

/** Decides by the columns of a file (or the keys of its first object) and the mapping what becomes of each. */
export function decideColumns(names: readonly string[], mapping: ColumnMapping = {}): Columns {
  const claimed = new Set([mapping.id, mapping.expected, ...(mapping.vars ?? []), ...(mapping.metadata ?? [])]);
  const free = names.filter((name) => !claimed.has(name));
  const find = (wanted: string) => free.find((name) => name.toLowerCase() === wanted) ?? null;
  const expected = EXPECTED_NAMES.map(find).find((name) => name !== null) ?? null;
  return {
    id: mapping.id ?? find("id"),
    idRequired: mapping.id !== undefined,
    expected: mapping.expected ?? expected,
    expectedRequired: mapping.expected !== undefined,
    vars: mapping.vars ?? null,
    metadata: mapping.metadata ?? [],
  };
}

/** Columns that the mapping names and the file lacks, and what is wrong with the header of a CSV file. */
export function headerIssues(names: readonly string[], line: number, mapping: ColumnMapping = {}): Issue[] {
  const issues: Issue[] = [];
  const has = names.map((name) => `"${name}"`).join(", ");
  const missing = (path: string, name: string) => {
    if (names.includes(name)) return;
    issues.push({ path, line, message: `the file has no column "${name}"; it has ${has}` });
  };
  if (mapping.id !== undefined) missing("mapping.id", mapping.id);
  if (mapping.expected !== undefined) missing("mapping.expected", mapping.expected);
  mapping.vars?.forEach((name, at) => {
    missing(`mapping.vars.${at}`, name);
  });
  mapping.metadata?.forEach((name, at) => {
    missing(`mapping.metadata.${at}`, name);
  });
  names.forEach((name, at) => {
    if (name === "") issues.push({ path: "header", line, message: `column ${at + 1} has no name` });
    else if (names.indexOf(name) !== at) {
      issues.push({ path: "header", line, message: `the column "${name}" is there more than once` });
    }
    if (name === "__proto__") issues.push({ path: "header", line, message: 'a column must not be named "__proto__"' });
  });
  if (names.length > CASE_BOUNDS.variables) {
    const message = `there are ${names.length} columns; at most ${CASE_BOUNDS.variables} are allowed`;
    issues.push({ path: "header", line, message });
  }
  return issues;
}
