import type { RunListItem } from "@/lib/contracts/runs";
import { formatMoney, formatPlural } from "@/lib/format";

type Costly = Pick<RunListItem, "costUsd" | "cost">;

/** "$1.84", "≥ $1.84" where calls of unknown cost come on top, "unknown" where nothing is known, "–" before the first call. */
export function costText(usd: number | null, unknownCalls: number): string {
  if (usd === null) return unknownCalls > 0 ? "unknown" : formatMoney(null);
  return unknownCalls > 0 ? `≥ ${formatMoney(usd)}` : formatMoney(usd);
}

/** What the target's calls of a run cost. */
export function runCostText(run: Costly): string {
  return costText(run.costUsd, run.cost.unknownCalls);
}

/** What all calls of a run cost, its judges' included: what its budget and its projection go by. */
export function totalCostText({ cost }: Costly): string {
  return costText(cost.totalUsd, unknownCalls(cost));
}

/** Why a sum is only a least one, or unknown; null where it is exact. */
export function costRemark({ cost }: Costly): string | null {
  if (cost.unpricedModels.length > 0) return `no price for ${cost.unpricedModels.join(", ")}`;
  const unknown = unknownCalls(cost);
  return unknown > 0 ? `${formatPlural(unknown, "call")} of unknown cost` : null;
}

function unknownCalls({ unknownCalls, judges }: Costly["cost"]): number {
  return unknownCalls + judges.unknownCalls;
}

/** Where a missing price is added. */
export function addPricePath(providerId: string, model: string): string {
  return `/prices?${new URLSearchParams({ provider: providerId, model })}`;
}
