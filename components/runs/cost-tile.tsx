"use client";

import Link from "next/link";
import type { RunResponse } from "@/lib/contracts/runs";
import { formatMoney, formatTokens } from "@/lib/format";
import { ProgressBar } from "../ui/progress-bar";
import { addPricePath, costRemark, totalCostText } from "./cost-text";
import { projectedCost } from "./run-numbers";
import { Tile } from "./tile";

/** What the run costs, judges included, and where that leads; the tokens where it costs nothing. */
export function CostTile({ run, over, lost = false }: { run: RunResponse; over: boolean; lost?: boolean }) {
  const { input, output } = run.tokens;
  const { cost, budgetUsd } = run;
  const inAndOut = `${formatTokens(input)} in · ${formatTokens(output)} out`;
  if (cost.free || cost.priceVersion === null) {
    const free = cost.free ? " · costs nothing" : "";
    return <Tile lost={lost} label="Tokens" value={formatTokens(input + output)} sub={`${inAndOut}${free}`} />;
  }
  const [unpriced] = cost.unpricedModels;
  if (unpriced !== undefined && cost.totalUsd === null) {
    return (
      <Tile
        lost={lost}
        label="Cost"
        value="unknown"
        unit={`· ${formatTokens(input + output)} tokens`}
        sub={
          <>
            <Link href={addPricePath(run.target.providerId, unpriced)} className="text-accent hover:underline">
              Add
            </Link>{" "}
            a price for {unpriced}
          </>
        }
      />
    );
  }
  const projected = projectedCost(run);
  const judges = cost.judges.usd === null ? "" : ` · incl. judges ${formatMoney(cost.judges.usd)}`;
  const ofBudget = budgetUsd === null ? "" : ` · budget ${formatMoney(budgetUsd)}`;
  return (
    <Tile
      lost={lost}
      label="Cost, est."
      value={totalCostText(run)}
      unit={over || projected === null ? undefined : `→ ${formatMoney(projected)}`}
      sub={`${costRemark(run) ?? `${formatTokens(input + output)} tokens`}${judges}${ofBudget}`}
      chart="chart-cost"
    >
      {budgetUsd !== null && (
        <ProgressBar
          label="Budget used"
          segments={[{ label: "spent", value: lost ? 0 : Math.min(budgetUsd, cost.totalUsd ?? 0), tone: "call" }]}
          total={budgetUsd}
          className="my-1"
        />
      )}
    </Tile>
  );
}
