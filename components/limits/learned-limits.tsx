"use client";

import type { PoolResponse } from "@/lib/contracts/providers";
import { formatFullTime, formatRelative } from "@/lib/format";
import { Badge } from "../ui/badge";
import { cn } from "../ui/cn";
import { Table, TableHead, Td, Th, Tr } from "../ui/table";
import { useNow } from "../ui/use-now";
import { type LearnedRow, learnedRows } from "./learned-rows";
import { SetFromLearned } from "./set-from-learned";

/** After this the provider's figures say little of now. */
const STALE_MS = 60_000;

/** What is configured, what the provider's headers say of it, and what is used of it, side by side. */
export function LearnedLimits({ pool }: { pool: PoolResponse }) {
  if (pool.learned === null) {
    return (
      <p className="text-muted">
        {pool.providerName} has not reported limits of its own yet; it does so with its responses.
      </p>
    );
  }
  const rows = learnedRows(pool);
  return (
    <div className="flex flex-col gap-2">
      <Table label={`Limits of ${pool.providerName}: configured, reported and used`} className="text-xs">
        <TableHead>
          <Th>Limit</Th>
          <Th numeric>Configured</Th>
          <Th numeric>Provider reports</Th>
          <Th numeric>Last 60 s</Th>
          <Th numeric>Left, as reported</Th>
        </TableHead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.dimension} row={row} />
          ))}
        </tbody>
      </Table>
      <SetFromLearned pool={pool} rows={rows} />
    </div>
  );
}

function Row({ row }: { row: LearnedRow }) {
  const now = useNow();
  const old = row.toldAt !== null && now !== null && now - Date.parse(row.toldAt) > STALE_MS;
  return (
    <Tr>
      <Td>{row.name}</Td>
      <Td numeric className={row.drift === "above" ? "font-semibold" : ""}>
        {row.drift === "above" && (
          <Badge tone="throttle" className="mr-1.5">
            too high
          </Badge>
        )}
        {row.configured}
      </Td>
      <Td numeric>{row.learned}</Td>
      <Td numeric>{row.achieved}</Td>
      <Td numeric className={cn(old && "text-muted")}>
        {row.left}
        {row.toldAt !== null && (
          <time
            dateTime={row.toldAt}
            title={now === null ? undefined : formatFullTime(row.toldAt)}
            className="text-muted"
          >
            {now === null ? "" : ` · ${formatRelative(row.toldAt, Math.max(now, Date.parse(row.toldAt)))}`}
          </time>
        )}
      </Td>
    </Tr>
  );
}
