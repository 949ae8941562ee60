"use client";

import { Notice } from "../ui/notice";
import { Select } from "../ui/select";
import { Table, TableHead, Td, Th, Tr } from "../ui/table";
import { COLUMN_ROLES, type ColumnRole, type ColumnRoles, withRole } from "./column-roles";
import type { FilePreview } from "./file-preview";

const ROLE_LABEL: Record<ColumnRole, string> = {
  variable: "Variable",
  id: "Case id",
  expected: "Expected value",
  metadata: "Metadata",
  ignored: "Ignored",
};

/** Which column becomes what, beside the first values of each. */
export function ColumnTable({
  preview,
  roles,
  onChange,
}: {
  preview: FilePreview;
  roles: ColumnRoles;
  onChange: (roles: ColumnRoles) => void;
}) {
  if (preview.native) {
    return (
      <p className="text-muted text-sm">
        The rows are cases already: each has its variables under <code className="font-mono">vars</code>. There is
        nothing to map.
      </p>
    );
  }
  if (preview.columns.length === 0) {
    return (
      <Notice level="warn">
        No columns could be made out at the beginning of the data. The import will say what is wrong with it, line by
        line.
      </Notice>
    );
  }
  return (
    <Table label="Columns of the data">
      <TableHead>
        <Th>Column</Th>
        <Th>Becomes</Th>
        <Th>First values</Th>
      </TableHead>
      <tbody>
        {preview.columns.map((column, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns never move, and a faulty file may name two alike
          <Tr key={at}>
            <Td className="max-w-48 truncate font-mono text-xs" title={column}>
              {column}
            </Td>
            <Td className="w-44">
              <Select
                id={`import-column-${at}`}
                aria-label={`${column} becomes`}
                size="sm"
                value={roles[at] ?? "variable"}
                onValueChange={(role) => onChange(withRole(roles, at, role))}
                options={COLUMN_ROLES.map((role) => ({ value: role, label: ROLE_LABEL[role] }))}
              />
            </Td>
            <Td className="max-w-0 w-full">
              <FirstValues rows={preview.rows} at={at} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function FirstValues({ rows, at }: { rows: FilePreview["rows"]; at: number }) {
  const values = rows.map((row) => row[at] ?? "").filter((value) => value.trim() !== "");
  if (values.length === 0) return <span className="text-muted">empty in the first rows</span>;
  return (
    <span className="block min-w-40 truncate text-muted">
      {values
        .slice(0, 3)
        .map((value) => (value.length > 80 ? `${value.slice(0, 80)}…` : value))
        .join("  ·  ")}
    </span>
  );
}
