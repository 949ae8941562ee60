import type { Columns } from "./columns";
import { CASE_BOUNDS, type DatasetCase, type Json } from "./dataset-case";

export type RowFields = Record<string, Json>;
export type CaseOrFaults = { readonly case: DatasetCase } | { readonly faults: readonly string[] };

const isObject = (value: Json | undefined): value is RowFields =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const isEmpty = (value: Json | undefined) => value === undefined || value === null || value === "";

/** Characters of a value as a prompt would show it. */
export function characterCount(value: Json): number {
  return typeof value === "string" ? value.length : JSON.stringify(value).length;
}

/** True for an object in the form of our own cases: `{id?, vars: {…}, expected?, metadata?}`. */
export function isNativeCase(fields: RowFields): boolean {
  return (
    isObject(fields.vars) && Object.keys(fields).every((key) => ["id", "vars", "expected", "metadata"].includes(key))
  );
}

/** A case from an object in the form of our own cases; without an id it gets its number. */
export function nativeCase(fields: RowFields, ord: number): CaseOrFaults {
  const metadata = fields.metadata ?? {};
  if (!isObject(fields.vars)) return { faults: ["vars must be an object of variables"] };
  if (!isObject(metadata)) return { faults: ["metadata must be an object"] };
  const id = isEmpty(fields.id) ? String(ord + 1) : idText(fields.id ?? null);
  return checked({ ord, id, vars: fields.vars, expected: fields.expected ?? null, metadata });
}

/** A case from the columns of a row. An empty expected cell means that nothing is expected. */
export function caseFromColumns(fields: RowFields, columns: Columns, ord: number): CaseOrFaults {
  const faults: string[] = [];
  const lacks = (name: string | null, required: boolean) => required && name !== null && !Object.hasOwn(fields, name);
  if (lacks(columns.id, columns.idRequired))
    faults.push(`there is no field "${columns.id}", which the mapping names as id`);
  else if (columns.id !== null && isEmpty(fields[columns.id])) faults.push(`the id (column "${columns.id}") is empty`);
  if (lacks(columns.expected, columns.expectedRequired)) {
    faults.push(`there is no field "${columns.expected}", which the mapping names as expected`);
  }
  if (faults.length > 0) return { faults };
  const expected = columns.expected === null ? null : (fields[columns.expected] ?? null);
  const taken = new Set([columns.id, columns.expected, ...columns.metadata]);
  const variables = columns.vars ?? Object.keys(fields).filter((name) => !taken.has(name));
  return checked({
    ord,
    id: columns.id === null ? String(ord + 1) : idText(fields[columns.id] ?? null),
    vars: pick(fields, variables),
    expected: expected === "" ? null : expected,
    metadata: pick(fields, columns.metadata),
  });
}

function pick(fields: RowFields, names: readonly string[]): RowFields {
  const present = names.filter((name) => Object.hasOwn(fields, name));
  return Object.fromEntries(present.map((name) => [name, fields[name] ?? null]));
}

/** Empty where the value can be no id. */
function idText(value: Json): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function checked(item: DatasetCase): CaseOrFaults {
  const faults: string[] = [];
  if (item.id === "") faults.push("the id must be a text or a number");
  if (item.id.length > CASE_BOUNDS.idLength) {
    faults.push(`the id has ${item.id.length} characters; at most ${CASE_BOUNDS.idLength} are allowed`);
  }
  const count = Object.keys(item.vars).length;
  if (count > CASE_BOUNDS.variables)
    faults.push(`there are ${count} variables; at most ${CASE_BOUNDS.variables} are allowed`);
  const values = { ...item.vars, ...item.metadata, expected: item.expected };
  for (const [name, value] of Object.entries(values)) {
    if (characterCount(value) > CASE_BOUNDS.cellCharacters) {
      faults.push(`"${name}" is longer than ${CASE_BOUNDS.cellCharacters} characters`);
    }
  }
  return faults.length > 0 ? { faults } : { case: item };
}
