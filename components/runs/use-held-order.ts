"use client";

import { useState } from "react";

/**
 * While `held`, rows stay where they were when the hold began, with their newest values; what is new stands behind them.
 * Another `key` is another list, and has its own order at once.
 */
export function useHeldOrder<T extends { readonly id: string }>(
  rows: readonly T[],
  held: boolean,
  key: string,
): readonly T[] {
  const [kept, setKept] = useState<{ readonly ids: readonly string[]; readonly key: string } | null>(null);
  const stale = held ? kept?.key !== key : kept !== null;
  const now = held ? { ids: rows.map(({ id }) => id), key } : null;
  if (stale) setKept(now);
  const order = stale ? now : kept;
  return order === null ? rows : inOrderOf(rows, order.ids);
}

function inOrderOf<T extends { readonly id: string }>(rows: readonly T[], ids: readonly string[]): T[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const known = new Set(ids);
  return [...ids.flatMap((id) => byId.get(id) ?? []), ...rows.filter(({ id }) => !known.has(id))];
}
