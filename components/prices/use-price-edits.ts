"use client";

import { useMutation } from "@tanstack/react-query";
import { putPricesMutation } from "@/lib/client/prices";
import type { PriceTableResponse } from "@/lib/contracts/prices";
import type { ModelPrice } from "@/lib/core/pricing/model-price";
import { toast } from "../ui/toast";
import { plainRows, sameCalls } from "./price-draft";

/** Changes of single rows. Each puts the whole table in force, resting on the version that is shown. */
export function usePriceEdits(table: PriceTableResponse, onDone: () => void) {
  const put = useMutation(putPricesMutation());
  const send = (rows: readonly ModelPrice[], reason: string, said: string) =>
    put.mutate(
      { version: table.version, rows: [...rows], ...(reason.trim() === "" ? {} : { reason: reason.trim() }) },
      {
        onSuccess: () => {
          toast.success(said);
          onDone();
        },
      },
    );
  const rows = plainRows(table.rows);
  return {
    busy: put.isPending,
    error: put.error,
    reset: () => put.reset(),
    add: (row: ModelPrice, reason: string) => send([row, ...rows], reason, `Price of ${row.model} added.`),
    change: (before: ModelPrice, row: ModelPrice, reason: string) =>
      send(
        rows.map((each) => (sameCalls(each, before) ? row : each)),
        reason,
        `Price of ${row.model} changed.`,
      ),
    remove: (row: ModelPrice, reason: string) =>
      send(
        rows.filter((each) => !sameCalls(each, row)),
        reason,
        `Price of ${row.model} removed.`,
      ),
    replace: (next: readonly ModelPrice[], reason: string, said: string) => send(next, reason, said),
  };
}
