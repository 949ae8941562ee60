/** Money spent, as far as it is known. */
export interface Spend {
  /** Sum of what is known, US dollars; null where nothing is (no price, or no call yet). */
  readonly usd: number | null;
  /** Calls whose cost is not known. Where there are any beside a sum, the sum is the least it can have been. */
  readonly unknownCalls: number;
}

export const NOTHING_SPENT: Spend = { usd: null, unknownCalls: 0 };

/** Adds the cost of one call; null: not known. */
export function addCall(spend: Spend, costUsd: number | null): Spend {
  return costUsd === null
    ? { usd: spend.usd, unknownCalls: spend.unknownCalls + 1 }
    : { usd: (spend.usd ?? 0) + costUsd, unknownCalls: spend.unknownCalls };
}

export function addSpend(a: Spend, b: Spend): Spend {
  return {
    usd: a.usd === null && b.usd === null ? null : (a.usd ?? 0) + (b.usd ?? 0),
    unknownCalls: a.unknownCalls + b.unknownCalls,
  };
}

/** What several calls cost together. */
export function spendOf(costsUsd: Iterable<number | null>): Spend {
  let sum = NOTHING_SPENT;
  for (const cost of costsUsd) sum = addCall(sum, cost);
  return sum;
}
