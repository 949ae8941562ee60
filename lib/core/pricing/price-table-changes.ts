import type { ModelPrice } from "./model-price";

/** What became of one row. `before` null: added; `after` null: removed. */
export interface PriceChange {
  readonly provider: string;
  readonly model: string;
  readonly before: ModelPrice | null;
  readonly after: ModelPrice | null;
}

const keyOf = (row: ModelPrice) => JSON.stringify([row.provider, row.model]);

/** Rows that differ between two tables: changed and added ones in the order of the newer, then removed ones. */
export function priceTableChanges(before: readonly ModelPrice[], after: readonly ModelPrice[]): PriceChange[] {
  const old = new Map(before.map((row) => [keyOf(row), row]));
  const kept = new Set(after.map(keyOf));
  const written = after.flatMap((row) => {
    const earlier = old.get(keyOf(row)) ?? null;
    if (earlier !== null && samePrice(earlier, row)) return [];
    return [{ provider: row.provider, model: row.model, before: earlier, after: row }];
  });
  const removed = before
    .filter((row) => !kept.has(keyOf(row)))
    .map((row) => ({ provider: row.provider, model: row.model, before: row, after: null }));
  return [...written, ...removed];
}

export function samePrice(a: ModelPrice, b: ModelPrice): boolean {
  return (
    a.inputUsdPerMillion === b.inputUsdPerMillion &&
    a.outputUsdPerMillion === b.outputUsdPerMillion &&
    a.cachedInputUsdPerMillion === b.cachedInputUsdPerMillion &&
    a.contextTokens === b.contextTokens
  );
}

/** A table in which every model that the newer prices know has their price, and all others stay as they are. */
export function withShippedPrices(table: readonly ModelPrice[], shipped: readonly ModelPrice[]): ModelPrice[] {
  const fresh = new Map(shipped.map((row) => [keyOf(row), row]));
  const known = new Set(table.map(keyOf));
  return [...table.map((row) => fresh.get(keyOf(row)) ?? row), ...shipped.filter((row) => !known.has(keyOf(row)))];
}
