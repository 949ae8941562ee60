import { Prisma } from "./generated/sqlite/client";
import type { DatabaseKind } from "./prisma-client";

export type ColumnKind = "int" | "float" | "text";

const POSTGRES_TYPES: Record<ColumnKind, string> = { int: "integer", float: "double precision", text: "text" };

/**
 * Rows handed to one statement as a single JSON parameter: a source for FROM, with the named columns, called `j`.
 * Bulk statements this way cost a tenth of Prisma's createMany. Column names are our own constants, never input.
 */
export function jsonRows<C extends string>(
  kind: DatabaseKind,
  columns: Readonly<Record<C, ColumnKind>>,
  rows: readonly Readonly<Record<C, string | number | null>>[],
): Prisma.Sql {
  const names = Object.keys(columns) as C[];
  // Arrays instead of objects: names would be repeated, and looked for, in every row.
  if (kind === "sqlite") {
    const json = JSON.stringify(rows.map((row) => names.map((name) => row[name])));
    const picks = names.map((name, at) => `value->>${at} AS "${name}"`).join(", ");
    return Prisma.sql`(SELECT ${Prisma.raw(picks)} FROM json_each(${json})) AS j`;
  }
  const types = names.map((name) => `"${name}" ${POSTGRES_TYPES[columns[name]]}`).join(", ");
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS j(${Prisma.raw(types)})`;
}

/** True where the text of `column` holds `text`, upper and lower case alike. `column` is our own constant, never input. */
export function containsText(kind: DatabaseKind, column: string, text: string): Prisma.Sql {
  const name = Prisma.raw(column);
  return kind === "sqlite"
    ? Prisma.sql`instr(fold_case(${name}), ${text.toLowerCase()}) > 0`
    : Prisma.sql`position(lower(${text}) in lower(${name})) > 0`;
}
