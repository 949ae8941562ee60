import { decideColumns } from "@/lib/core/datasets/columns";
import type { ColumnMapping } from "@/lib/core/datasets/dataset-case";

/** What a column becomes. */
export const COLUMN_ROLES = ["variable", "id", "expected", "metadata", "ignored"] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];
/** In the order of the columns. */
export type ColumnRoles = readonly ColumnRole[];

/** What the import itself would do with these columns. */
export function defaultRoles(columns: readonly string[]): ColumnRoles {
  const { id, expected } = decideColumns(columns);
  return columns.map((column) => (column === id ? "id" : column === expected ? "expected" : "variable"));
}

/** Gives one column a role. Only one column can be the id, and one the expected value: who had it becomes a variable. */
export function withRole(roles: ColumnRoles, at: number, role: ColumnRole): ColumnRoles {
  return roles.map((old, index) => {
    if (index === at) return role;
    return (role === "id" || role === "expected") && old === role ? "variable" : old;
  });
}

/** The mapping to send; undefined where the roles are what the import would do anyway. */
export function mappingOf(columns: readonly string[], roles: ColumnRoles): ColumnMapping | undefined {
  const defaults = defaultRoles(columns);
  if (roles.every((role, at) => role === defaults[at])) return undefined;
  const named = (role: ColumnRole) => columns.filter((_, at) => roles[at] === role);
  const [id] = named("id");
  const [expected] = named("expected");
  const mapping = {
    ...(id === undefined ? {} : { id }),
    ...(expected === undefined ? {} : { expected }),
    vars: named("variable"),
    metadata: named("metadata"),
  };
  // By its name an ignored column could still be taken for the id or the expected value; as metadata it does no harm.
  const taken = decideColumns(columns, mapping);
  const ignored = named("ignored").filter((column) => column === taken.id || column === taken.expected);
  return { ...mapping, metadata: [...mapping.metadata, ...ignored] };
}
