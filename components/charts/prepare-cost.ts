import { valueTicks } from "./axis-ticks";
import type { TimeRow } from "./time-rows";

export interface CostRow extends TimeRow {
  /** US dollars spent up to the bucket's end; null where nothing was recorded. */
  readonly spent: number | null;
  /** What the whole run will cost: a level, as the budget is. */
  readonly projected: number | null;
}

export interface CostChartData {
  readonly rows: readonly CostRow[];
  readonly yTicks: readonly number[];
  /** Spent in the rows' time. */
  readonly inRowsUsd: number;
}

/**
 * C10: money spent over time. `totalUsd` is what the run has cost by now; where the rows reach to now, what came before
 * them follows from it, else it is `beforeUsd`. `endUsd`: what the whole run will cost, null: unknown.
 */
export function prepareCost(
  timeRows: readonly TimeRow[],
  totalUsd: number,
  endUsd: number | null,
  budgetUsd: number | null,
  beforeUsd: number | null = null,
): CostChartData {
  const inRowsUsd = timeRows.reduce((sum, row) => sum + (row.bucket?.costUsd ?? 0), 0);
  let spent = beforeUsd ?? totalUsd - inRowsUsd;
  const rows = timeRows.map((row): CostRow => {
    spent += row.bucket?.costUsd ?? 0;
    return row.bucket === null
      ? { ...row, spent: null, projected: null }
      : { ...row, spent: Math.max(0, spent), projected: endUsd };
  });
  const highest = Math.max(totalUsd, endUsd ?? 0, budgetUsd ?? 0);
  return { rows, yTicks: valueTicks(highest === 0 ? 1 : highest), inRowsUsd };
}
