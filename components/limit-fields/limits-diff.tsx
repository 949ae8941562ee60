import type { Limits } from "@/lib/core/limits/limits";
import { Table, TableHead, Td, Th, Tr } from "../ui/table";
import { diffLimits } from "./limit-rows";

/** What changes from one set of limits to another: changed fields only, unless all are asked for. */
export function LimitsDiff({
  before,
  after,
  beforeLabel,
  afterLabel,
  all = false,
}: {
  before: Limits;
  after: Limits;
  beforeLabel: string;
  afterLabel: string;
  all?: boolean;
}) {
  const rows = diffLimits(before, after).filter((row) => all || row.changed);
  if (rows.length === 0) return <p className="text-muted text-sm">Nothing changes.</p>;
  return (
    <Table label={`${beforeLabel} and ${afterLabel} compared`}>
      <TableHead>
        <Th>Limit</Th>
        <Th numeric>{beforeLabel}</Th>
        <Th numeric>{afterLabel}</Th>
      </TableHead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.key}>
            <Td>
              <span aria-hidden className="inline-block w-4 text-muted">
                {row.changed ? "±" : ""}
              </span>
              {row.name}
              {row.changed && <span className="sr-only"> (changed)</span>}
            </Td>
            <Td numeric className="text-muted">
              {row.before}
            </Td>
            <Td numeric className={row.changed ? "font-semibold" : "text-muted"}>
              {row.after}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
