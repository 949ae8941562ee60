"use client";

import { memo, useMemo } from "react";
import { ReferenceLine } from "recharts";
import { formatMoney } from "@/lib/format";
import type { LineText } from "./chart-tooltip";
import { type CostRow, prepareCost } from "./prepare-cost";
import { type LineEnd, seriesEnds } from "./prepare-ends";
import { seriesLines } from "./series-lines";
import { LOOK } from "./series-look";
import { noneYet, type TimeChartInput, TimeFigure } from "./time-figure";
import { useHiddenSeries } from "./use-hidden-series";

const SERIES: readonly LineText<CostRow>[] = [
  {
    key: "spent",
    label: "Spent",
    look: LOOK.spent,
    format: (row) => formatMoney(row.spent),
    value: (row) => row.spent,
    end: "spent",
  },
  {
    key: "projected",
    label: "Whole run, projected",
    look: LOOK.projected,
    format: (row) => formatMoney(row.projected),
    value: (row) => row.projected,
    end: "projected",
  },
];

/** What has been spent by now stands, also while its bucket forms. */
const never = () => false;

function budgetEnd(budgetUsd: number | null, atMs: number): readonly LineEnd[] {
  return budgetUsd === null ? [] : [{ key: "budget", text: "budget", look: LOOK.budget, atMs, value: budgetUsd }];
}

/** Dollars on an axis: no more digits than tell the ticks apart. */
const axisMoney = (usd: number) => `$${Number(usd.toPrecision(3))}`;

/** C10: where the money goes. */
export const CostChart = memo(function CostChart({
  input,
  totalUsd,
  endUsd,
  budgetUsd,
  beforeUsd,
}: {
  input: TimeChartInput;
  totalUsd: number;
  endUsd: number | null;
  budgetUsd: number | null;
  beforeUsd: number | null;
}) {
  const shown = useHiddenSeries("chart-cost");
  const data = useMemo(
    () => prepareCost(input.rows, totalUsd, endUsd, budgetUsd, beforeUsd),
    [input.rows, totalUsd, endUsd, budgetUsd, beforeUsd],
  );
  const leads = endUsd === null ? "" : `, about ${formatMoney(endUsd)} for the whole run`;
  const budget = budgetUsd === null ? "" : `; budget ${formatMoney(budgetUsd)}`;
  const summary =
    data.rows.length === 0
      ? noneYet(input.loading, "Nothing was spent in this range.")
      : `${beforeUsd === null ? `${formatMoney(totalUsd)} spent` : `${formatMoney(data.inRowsUsd)} spent in this range, ${formatMoney(totalUsd)} by now`}${leads}${budget}.`;
  return (
    <TimeFigure
      id="chart-cost"
      title="Cost"
      unit="US dollars, estimated"
      summary={summary}
      input={input}
      rows={data.rows}
      series={SERIES}
      hidden={shown}
      plots={[
        {
          yTicks: data.yTicks,
          formatY: axisMoney,
          height: 184,
          ends: [...seriesEnds(data.rows, SERIES), ...budgetEnd(budgetUsd, input.window.toMs)],
          content: (
            <>
              {budgetUsd !== null && (
                <ReferenceLine y={budgetUsd} stroke={LOOK.budget.color} strokeDasharray={LOOK.budget.dash} />
              )}
              {seriesLines(data.rows, SERIES, shown.hidden, never)}
            </>
          ),
        },
      ]}
    />
  );
});
