"use client";

import type { ComparedCase, ComparedCell } from "@/lib/contracts/compare";
import { formatCount, formatDuration, formatMoney, formatNumber } from "@/lib/format";
import { SkeletonRows } from "../../ui/skeleton";
import { Table, TableHead, Td, Th, Tr } from "../../ui/table";
import { useRowKeys } from "../../ui/use-row-keys";
import { RepeatDots } from "../repeat-strip";
import type { CellFigure } from "./compare-url-state";
import type { TaggedRun } from "./compared-run";
import { ChangeWord, StandingBadge } from "./standing-badge";
import { ComparedTh } from "./summary-table";

/** One row per case, one column per run, the baseline first. A press opens the outputs side by side. */
export function CaseDeltaTable({
  items,
  runs,
  figure,
  loading,
  openId,
  onOpen,
}: {
  items: readonly ComparedCase[];
  runs: readonly TaggedRun[];
  figure: CellFigure;
  loading: boolean;
  openId: string | null;
  onOpen: (caseId: string) => void;
}) {
  const rows = useRowKeys<HTMLTableSectionElement>();
  return (
    <Table label="Compared cases">
      <TableHead>
        <Th>Case</Th>
        <Th>Change</Th>
        {runs.map((each) => (
          <ComparedTh key={each.run.id} each={each} />
        ))}
      </TableHead>
      {loading ? (
        <SkeletonRows columns={["96px", "80px", ...runs.map(() => "120px")]} />
      ) : (
        <tbody ref={rows}>
          {items.map((item) => {
            const cells = new Map(item.cells.map((cell) => [cell.runId, cell]));
            const base = cells.get(runs[0]?.run.id ?? "");
            return (
              <Tr
                key={item.caseId}
                aria-current={item.caseId === openId || undefined}
                className="cursor-pointer aria-[current]:bg-sunken"
                onClick={() => onOpen(item.caseId)}
              >
                <Td className="max-w-48">
                  <button
                    type="button"
                    data-row-link
                    title={item.caseId}
                    // The row takes the press as well, and would open it twice.
                    onClick={(event) => {
                      event.stopPropagation();
                      onOpen(item.caseId);
                    }}
                    className="max-w-full truncate font-mono text-accent text-xs hover:underline"
                  >
                    {item.caseId}
                  </button>
                </Td>
                <Td>
                  <ChangeWord change={item.change} />
                </Td>
                {runs.map(({ run, isBase }) => (
                  <Td key={run.id}>
                    <CaseCell cell={cells.get(run.id)} base={isBase ? undefined : base} figure={figure} />
                  </Td>
                ))}
              </Tr>
            );
          })}
        </tbody>
      )}
    </Table>
  );
}

function CaseCell({
  cell,
  base,
  figure,
}: {
  cell: ComparedCell | undefined;
  base: ComparedCell | undefined;
  figure: CellFigure;
}) {
  if (cell === undefined) return null;
  const value = FIGURES[figure].value(cell);
  const before = base === undefined ? null : FIGURES[figure].value(base);
  return (
    <span className="flex items-center gap-2">
      {cell.repeats.length > 0 ? <RepeatDots repeats={cell.repeats} /> : <StandingBadge standing={cell.standing} />}
      {value !== null && (
        <span className="text-xs tabular-nums">
          {FIGURES[figure].text(value)}
          {before !== null && before !== value && (
            <span className="ml-1 text-muted">
              <span aria-hidden>{value > before ? "▲" : "▼"}</span> {FIGURES[figure].text(Math.abs(value - before))}
              <span className="sr-only">{value > before ? " more than the baseline" : " less than the baseline"}</span>
            </span>
          )}
        </span>
      )}
      <span
        dir="auto"
        className="hidden max-w-56 truncate text-muted text-xs xl:inline"
        title={cell.outputStart ?? undefined}
      >
        {cell.outputStart}
      </span>
    </span>
  );
}

const FIGURES: Record<CellFigure, { value: (cell: ComparedCell) => number | null; text: (value: number) => string }> = {
  // Where a score only says again what the result says, it is left out.
  score: { value: ({ score }) => (score === 0 || score === 1 ? null : score), text: formatNumber },
  latency: { value: ({ providerLatencyMs }) => providerLatencyMs, text: formatDuration },
  cost: { value: ({ costUsd }) => costUsd, text: formatMoney },
  attempts: {
    value: ({ attempts }) => (attempts === 0 ? null : attempts),
    // With repeats it is a mean.
    text: (value) => (Number.isInteger(value) ? formatCount(value) : formatNumber(value)),
  },
};
