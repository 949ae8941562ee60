"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { Fragment, useCallback, useRef, useState } from "react";
import type { CaseResponse } from "@/lib/contracts/run-cases";
import type { CaseSort } from "@/lib/core/runs/case-order";
import { cn } from "../ui/cn";
import { SkeletonRows } from "../ui/skeleton";
import { Table, TableHead, Th } from "../ui/table";
import { CASE_COLUMNS, type CaseColumn, nextSort, sortState } from "./case-columns";
import { CaseRow } from "./case-row";
import { useCaseKeys } from "./use-case-keys";
import { useVisibleRows } from "./use-visible-rows";

const SKELETON_WIDTHS = ["96px", "72px", "48px", "240px", "48px", "48px", "48px", "48px", "48px", "48px"] as const;

export interface CaseTableProps {
  readonly rows: readonly CaseResponse[];
  /** How often the run asks each case. */
  readonly repeats: number;
  /** Of the whole list, loaded or not. */
  readonly total: number;
  readonly loading: boolean;
  readonly sort: CaseSort;
  readonly onSort: (sort: CaseSort) => void;
  readonly heightPx: number;
  readonly openId: string | null;
  readonly onOpen: (caseId: string) => void;
  /** Null where no case can be ticked. */
  readonly ticks: { readonly ids: ReadonlySet<string>; readonly toggle: (caseId: string) => void } | null;
  readonly onNearEnd: () => void;
  /** The pointer or the focus is on the rows: they must not move. */
  readonly onTouched: (touched: boolean) => void;
}

/** The cases, of which only those in sight are drawn. `J`/`K` or the arrows move, `Enter` opens, `X` ticks a lost one. */
export function CaseTable(props: CaseTableProps) {
  const { rows, total, loading, ticks, onTouched } = props;
  const frame = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const { items, gaps, scrollTo } = useVisibleRows(body, rows.length, props.heightPx, focused, props.onNearEnd);
  const onArrow = useCaseKeys({
    frame,
    count: rows.length,
    focused,
    setFocused,
    scrollTo,
    enabled: props.openId === null,
    onTick: (index) => {
      const row = rows[index];
      if (row?.result === "not-scored") ticks?.toggle(row.caseId);
    },
  });
  const onFocusRow = useCallback(
    (index: number) => {
      setFocused(index);
      onTouched(true);
    },
    [onTouched],
  );
  const columns = CASE_COLUMNS.length + (ticks === null ? 0 : 1);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are for the buttons inside
    <div
      ref={frame}
      onKeyDown={onArrow}
      onPointerEnter={(event) => event.pointerType === "mouse" && onTouched(true)}
      onPointerLeave={(event) => !event.currentTarget.contains(document.activeElement) && onTouched(false)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onTouched(false)}
    >
      <Table label="Cases" aria-rowcount={total + 1} className="min-w-[1100px] table-fixed">
        <TableHead>
          {ticks !== null && (
            <Th className="w-10 pr-0">
              <span className="sr-only">Tick</span>
            </Th>
          )}
          {CASE_COLUMNS.map((column) => (
            <ColumnHead key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
          ))}
        </TableHead>
        {loading ? (
          <SkeletonRows rows={12} columns={SKELETON_WIDTHS} />
        ) : (
          <tbody ref={body}>
            {items.map(({ index }, at) => {
              const row = rows[index];
              if (row === undefined) return null;
              return (
                <Fragment key={row.caseId}>
                  <Spacer heightPx={gaps.before[at] ?? 0} columns={columns} />
                  <CaseRow
                    row={row}
                    repeats={props.repeats}
                    index={index}
                    heightPx={props.heightPx}
                    open={row.caseId === props.openId}
                    onOpen={props.onOpen}
                    onFocusRow={onFocusRow}
                    ticked={ticks?.ids.has(row.caseId) ?? null}
                    onTick={ticks?.toggle ?? null}
                  />
                </Fragment>
              );
            })}
            <Spacer heightPx={gaps.behind} columns={columns} />
          </tbody>
        )}
      </Table>
    </div>
  );
}

/** The place of rows that are not drawn. */
function Spacer({ heightPx, columns }: { heightPx: number; columns: number }) {
  if (heightPx < 1) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height: heightPx, padding: 0 }} />
    </tr>
  );
}

function ColumnHead({
  column,
  sort,
  onSort,
}: {
  column: CaseColumn;
  sort: CaseSort;
  onSort: (sort: CaseSort) => void;
}) {
  const { label, width, numeric = false, sort: key } = column;
  if (key === undefined) {
    return <Th className={width}>{label}</Th>;
  }
  const state = sortState(sort, key);
  const Arrow = state === "ascending" ? ArrowUp : ArrowDown;
  return (
    <Th numeric={numeric} className={width} aria-sort={state}>
      <button
        type="button"
        className={cn(
          "group -mx-1 inline-flex min-h-6 max-w-full items-center gap-1 rounded-sm px-1 hover:text-fg",
          // The label's end stands over the ends of the figures.
          numeric && "flex-row-reverse",
          state !== "none" && "text-fg",
        )}
        onClick={() => onSort(nextSort(sort, key))}
      >
        {label}
        <Arrow
          aria-hidden
          className={cn(
            "size-3 shrink-0",
            state === "none" && "opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60",
          )}
        />
      </button>
    </Th>
  );
}
