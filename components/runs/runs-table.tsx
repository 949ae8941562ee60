"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import type { ComponentProps, CSSProperties, ReactNode } from "react";
import type { RunSort } from "@/lib/contracts/run-choices";
import type { RunListItem } from "@/lib/contracts/runs";
import { SkeletonRows } from "../ui/skeleton";
import { Table, TableHead, Th } from "../ui/table";
import { useRowKeys } from "../ui/use-row-keys";
import { columnVisibility } from "./run-cells";
import { COLUMN_LOOKS, type RunColumn, type SortKey, type TableFit } from "./run-columns";
import { RunRow } from "./run-row";

export interface RunsTableProps {
  readonly rows: readonly RunListItem[];
  readonly loading: boolean;
  /** In their order. */
  readonly columns: readonly RunColumn[];
  readonly fit: TableFit;
  /** Ids of ticked runs. */
  readonly chosen: readonly string[];
  readonly onTick: (runId: string) => void;
  readonly sort: RunSort;
  readonly onSort: (sort: RunSort) => void;
  /** The pointer or the keyboard's focus is on the rows: they must not move. */
  readonly onTouched: (touched: boolean) => void;
}

/** One row per run, with the columns asked for. */
export function RunsTable({ rows, loading, columns, fit, chosen, onTick, sort, onSort, onTouched }: RunsTableProps) {
  const body = useRowKeys<HTMLTableSectionElement>();
  const [least, leastWide] = fit.leastPx;
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
        className="md:min-w-(--least) md:table-fixed min-[1400px]:min-w-(--least-wide)"
        style={widths({ "--least": least, "--least-wide": leastWide })}
      >
        <TableHead>
          <Th className="w-8 pr-0">
            <span className="sr-only">Ticked</span>
          </Th>
          <Th className="hidden w-38 px-2 md:table-cell">State</Th>
          <HeadCell sort={sort} onSort={onSort} firstSort={{ by: "name", sort: "name" }}>
            Run
          </HeadCell>
          {columns.map((column) => (
            <ColumnHead key={column} column={column} tight={fit.tight} sort={sort} onSort={onSort} />
          ))}
          <Th className="w-11 px-0">
            <span className="sr-only">Actions</span>
          </Th>
        </TableHead>
        {loading ? (
          <SkeletonRows {...skeletonOf(columns)} />
        ) : (
          <tbody ref={body}>
            {rows.map((run) => (
              <RunRow
                key={run.id}
                run={run}
                columns={columns}
                tight={fit.tight}
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

function widths(px: Readonly<Record<`--${string}`, number>>): CSSProperties {
  return Object.fromEntries(Object.entries(px).map(([name, width]) => [name, `${width}px`]));
}

/** Bars of the columns' widths, tick, state, name and actions among them; a narrow screen shows what it will show. */
function skeletonOf(columns: readonly RunColumn[]) {
  const bars = columns.map((column) => {
    const { widthPx, narrow = false } = COLUMN_LOOKS[column];
    return { width: `${widthPx / 2}px`, narrow };
  });
  const all = [
    { width: "16px", narrow: true },
    { width: "96px", narrow: false },
    { width: "128px", narrow: true },
    ...bars,
    { width: "16px", narrow: true },
  ];
  return {
    columns: all.map(({ width }) => width),
    narrow: all.flatMap(({ narrow }, at) => (narrow ? [at] : [])),
  };
}

interface SortProps {
  readonly sort: RunSort;
  readonly onSort: (sort: RunSort) => void;
}

function ColumnHead({ column, tight, ...sorting }: SortProps & { column: RunColumn; tight: boolean }) {
  const { word, head = word, widthPx, padding, numeric = false, firstSort } = COLUMN_LOOKS[column];
  const look = {
    numeric,
    style: { width: widthPx },
    className: `${padding} ${columnVisibility(column, tight)}`,
  };
  // Figures of a few digits: their heads stand on two lines, so that the names keep their room.
  const text = widthPx < 64 ? <span className="inline-block whitespace-normal leading-tight">{head}</span> : head;
  if (firstSort === undefined) return <Th {...look}>{text}</Th>;
  return (
    <HeadCell {...sorting} {...look} firstSort={firstSort}>
      {text}
    </HeadCell>
  );
}

/** A head that sorts by its column; a second press turns the order. */
function HeadCell({
  sort,
  onSort,
  firstSort,
  children,
  ...look
}: SortProps &
  ComponentProps<typeof Th> & {
    firstSort: { readonly by: SortKey; readonly sort: RunSort };
    children: ReactNode;
  }) {
  const { by } = firstSort;
  const descending = sort === `-${by}`;
  const active = descending || sort === by;
  const turned: RunSort = descending ? by : `-${by}`;
  const Arrow = descending ? ArrowDown : ArrowUp;
  return (
    <Th {...look} aria-sort={active ? (descending ? "descending" : "ascending") : undefined}>
      <button
        type="button"
        onClick={() => onSort(active ? turned : firstSort.sort)}
        className={`inline-flex min-h-6 items-center gap-1 hover:text-fg ${active ? "text-fg" : ""}`}
      >
        {children}
        {active && <Arrow aria-hidden className="size-3" />}
      </button>
    </Th>
  );
}
