"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import type { RunSort } from "@/lib/contracts/run-choices";
import type { RunListItem } from "@/lib/contracts/runs";
import { SkeletonRows } from "../ui/skeleton";
import { Table, TableHead, Th } from "../ui/table";
import { useRowKeys } from "../ui/use-row-keys";
import { RunRow } from "./run-row";

const WIDTHS = ["16px", "96px", "160px", "112px", "112px", "96px", "24px", "72px", "56px", "16px"] as const;

export interface RunsTableProps {
  readonly rows: readonly RunListItem[];
  readonly loading: boolean;
  /** Ids of ticked runs. */
  readonly chosen: readonly string[];
  readonly onTick: (runId: string) => void;
  readonly sort: RunSort;
  readonly onSort: (sort: RunSort) => void;
  /** The pointer or the keyboard's focus is on the rows: they must not move. */
  readonly onTouched: (touched: boolean) => void;
}

/** Of `WIDTHS`, those that a narrow screen shows. */
const NARROW: readonly number[] = [0, 2, 7, 9];

/** One row per run. The cost has a column where anything is known of it, lost cases where there are any. */
export function RunsTable({ rows, loading, chosen, onTick, sort, onSort, onTouched }: RunsTableProps) {
  const withCost = rows.some((run) => !run.cost.free && (run.costUsd !== null || run.cost.unknownCalls > 0));
  const withLost = rows.some((run) => run.counts.notScored > 0);
  // With both, a screen of 1280 has no room for the provider beside names that can be read.
  const tight = withCost && withLost;
  const body = useRowKeys<HTMLTableSectionElement>();
  const sorted = { sort, onSort };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only looks whether somebody is at the rows
    <div
      onPointerEnter={(event) => event.pointerType === "mouse" && onTouched(true)}
      onPointerLeave={(event) => onTouched(event.currentTarget.querySelector(":focus-visible") !== null)}
      onFocus={() => onTouched(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onTouched(false)}
    >
      <Table
        label="Runs"
        className={`md:table-fixed ${tight ? "md:min-w-[936px] min-[1400px]:min-w-[1064px]" : "md:min-w-[1016px]"}`}
      >
        <TableHead>
          <Th className="w-8 pr-0">
            <span className="sr-only">Ticked</span>
          </Th>
          <Th className="hidden w-38 px-2 md:table-cell">State</Th>
          <SortTh {...sorted} by="name" first="name">
            Run
          </SortTh>
          <Th className={`hidden w-32 px-2 ${providerCell(tight)}`}>Provider · model</Th>
          <Th className="hidden w-34 px-2 md:table-cell">Progress</Th>
          <Th className="hidden w-32 md:table-cell">Rate / limit, rps</Th>
          <Th numeric className="hidden w-14 px-1 md:table-cell">
            429 60 s
          </Th>
          {withLost && (
            <Th numeric className="hidden w-14 px-1 md:table-cell">
              {/* On two lines, so that the names keep their room. */}
              <span className="inline-block whitespace-normal leading-tight">Not scored</span>
            </Th>
          )}
          <SortTh {...sorted} by="passRate" first="-passRate" numeric className="w-28 px-2">
            Pass rate (n)
          </SortTh>
          {withCost && (
            <SortTh {...sorted} by="cost" first="-cost" numeric className="hidden w-18 md:table-cell">
              Cost
            </SortTh>
          )}
          <SortTh {...sorted} by="started" first="-started" className="hidden w-22 px-2 md:table-cell">
            Started
          </SortTh>
          <Th className="w-11 px-0">
            <span className="sr-only">Actions</span>
          </Th>
        </TableHead>
        {loading ? (
          <SkeletonRows columns={WIDTHS} narrow={NARROW} />
        ) : (
          <tbody ref={body}>
            {rows.map((run) => (
              <RunRow
                key={run.id}
                run={run}
                withCost={withCost}
                withLost={withLost}
                providerClass={providerCell(tight)}
                ticked={chosen.includes(run.id)}
                onTick={() => onTick(run.id)}
              />
            ))}
          </tbody>
        )}
      </Table>
    </div>
  );
}

function providerCell(tight: boolean): string {
  return tight ? "min-[1400px]:table-cell" : "md:table-cell";
}

/** A head that sorts by its column; a second press turns the order. */
function SortTh({
  sort,
  onSort,
  by,
  first,
  numeric = false,
  className = "",
  children,
}: {
  sort: RunSort;
  onSort: (sort: RunSort) => void;
  by: "name" | "passRate" | "cost" | "started";
  /** The order of the first press. */
  first: RunSort;
  numeric?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const descending = sort === `-${by}`;
  const active = descending || sort === by;
  const turned: RunSort = descending ? by : `-${by}`;
  const Arrow = descending ? ArrowDown : ArrowUp;
  return (
    <Th
      numeric={numeric}
      className={className}
      aria-sort={active ? (descending ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        onClick={() => onSort(active ? turned : first)}
        className={`inline-flex min-h-6 items-center gap-1 hover:text-fg ${active ? "text-fg" : ""}`}
      >
        {children}
        {active && <Arrow aria-hidden className="size-3" />}
      </button>
    </Th>
  );
}
