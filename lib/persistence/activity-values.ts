import { z } from "zod";
import { type Limits, limitsSchema } from "@/lib/core/limits/limits";
import { type ModelPrice, modelPriceSchema } from "@/lib/core/pricing/model-price";
import type { ActivityRow } from "./activity-row";
import type { Transaction } from "./prisma-client";
import { parseStored } from "./stored-json";

/** What a change was from and to. `before` is null for the first; of prices it then stands for those that shipped. */
export type ActivityValues =
  | { readonly of: "limits"; readonly before: Limits | null; readonly after: Limits }
  | {
      readonly of: "prices";
      readonly before: readonly ModelPrice[] | null;
      readonly after: readonly ModelPrice[];
    };

const pricesSchema = z.array(modelPriceSchema);

/** Old and new values of the rows whose change is kept in a table of its own, by the id of the row. */
export async function changedValues(
  client: Pick<Transaction, "limitChange" | "presetVersion" | "priceTableVersion">,
  rows: readonly ActivityRow[],
): Promise<Map<string, ActivityValues>> {
  const idsOf = (detail: ActivityRow["detail"]) => rows.filter((row) => row.detail === detail).map((row) => row.id);
  const parts = await Promise.all([
    limitValues(client, idsOf("limits")),
    presetValues(client, idsOf("preset")),
    priceValues(client, idsOf("prices")),
  ]);
  return new Map(parts.flat());
}

type Entry = readonly [string, ActivityValues];

async function limitValues(client: Pick<Transaction, "limitChange">, ids: readonly string[]): Promise<Entry[]> {
  if (ids.length === 0) return [];
  const rows = await client.limitChange.findMany({ where: { id: { in: [...ids] } } });
  return rows.map(({ id, before, after }) => [
    id,
    {
      of: "limits",
      before: before === null ? null : parseStored(limitsSchema, before),
      after: parseStored(limitsSchema, after),
    },
  ]);
}

async function presetValues(client: Pick<Transaction, "presetVersion">, ids: readonly string[]): Promise<Entry[]> {
  if (ids.length === 0) return [];
  const rows = await client.presetVersion.findMany({ where: { id: { in: [...ids] } } });
  const earlier = await client.presetVersion.findMany({
    where: { OR: rows.map(({ presetId, n }) => ({ presetId, n: n - 1 })) },
  });
  const limitsOf = new Map(earlier.map((row) => [`${row.presetId} ${row.n}`, row.limits]));
  return rows.map(({ id, presetId, n, limits }) => {
    const before = limitsOf.get(`${presetId} ${n - 1}`);
    return [
      id,
      {
        of: "limits",
        before: before === undefined ? null : parseStored(limitsSchema, before),
        after: parseStored(limitsSchema, limits),
      },
    ];
  });
}

async function priceValues(client: Pick<Transaction, "priceTableVersion">, ids: readonly string[]): Promise<Entry[]> {
  if (ids.length === 0) return [];
  const rows = await client.priceTableVersion.findMany({ where: { id: { in: [...ids] } } });
  const earlier = await client.priceTableVersion.findMany({
    where: { OR: rows.map(({ workspaceId, n }) => ({ workspaceId, n: n - 1 })) },
  });
  const rowsOf = new Map(earlier.map((row) => [`${row.workspaceId} ${row.n}`, row.rows]));
  return rows.map(({ id, workspaceId, n, rows: after }) => {
    const before = rowsOf.get(`${workspaceId} ${n - 1}`);
    return [
      id,
      {
        of: "prices",
        before: before === undefined ? null : parseStored(pricesSchema, before),
        after: parseStored(pricesSchema, after),
      },
    ];
  });
}
