import type { z } from "zod";
import type { PriceTableResponse, putPricesRequest } from "@/lib/contracts/prices";
import { DomainError } from "@/lib/core/errors";
import { PROVIDER_KINDS } from "@/lib/core/limits/starter-limits";
import { duplicateRows, type ModelPrice } from "@/lib/core/pricing/model-price";
import { priceTableChanges, samePrice } from "@/lib/core/pricing/price-table-changes";
import { SHIPPED_PRICES, SHIPPED_PRICES_DATE } from "@/lib/core/pricing/shipped-prices";
import type { PriceTableRecord } from "@/lib/persistence/price-store";
import type { ServiceContext } from "./context";
import { isoTimeOf } from "./iso-time";

/** Versions shown with the table. */
const HISTORY = 20;

/** The prices that calls of a workspace cost now. `version` is what runs note. */
export interface PriceTable {
  readonly version: string;
  readonly rows: readonly ModelPrice[];
}

/** The workspace's own table, else the shipped prices. */
export async function priceTable(context: ServiceContext): Promise<PriceTable> {
  const own = await context.stores.prices.latest(context.actor.workspaceId);
  return own === null ? { version: labelOf(0), rows: SHIPPED_PRICES } : { version: labelOf(own.n), rows: own.rows };
}

export async function readPrices(context: ServiceContext): Promise<PriceTableResponse> {
  // One more than shown, so that the oldest shown has what it changed.
  const versions = await context.stores.prices.versions(context.actor.workspaceId, HISTORY + 1);
  const rows = versions[0]?.rows ?? SHIPPED_PRICES;
  const shipped = new Map(SHIPPED_PRICES.map((row) => [keyOf(row), row]));
  return {
    version: versions[0]?.n ?? 0,
    label: labelOf(versions[0]?.n ?? 0),
    rows: rows.map((row) => {
      const original = shipped.get(keyOf(row));
      return { ...row, origin: original !== undefined && samePrice(original, row) ? "shipped" : "own" };
    }),
    shipped: { date: SHIPPED_PRICES_DATE, rows: [...SHIPPED_PRICES] },
    history: versions.slice(0, HISTORY).map((version, at) => historyEntry(version, versions[at + 1])),
  };
}

/**
 * Puts a whole table in force, as a new version. Runs that were launched keep the prices of their launch.
 * @throws DomainError invalid-input (rows that stand for the same calls, an unknown provider), stale-revision
 */
export async function putPrices(
  context: ServiceContext,
  request: z.output<typeof putPricesRequest>,
): Promise<PriceTableResponse> {
  const { actor, clock, newId, source, stores } = context;
  refuseDuplicates(request.rows);
  await refuseUnknownProviders(context, request.rows);
  await stores.prices.add(actor.workspaceId, request.version, {
    id: newId("prc"),
    rows: request.rows,
    reason: request.reason === undefined || request.reason === "" ? null : request.reason,
    author: actor.name,
    source,
    createdAt: clock.now(),
  });
  return readPrices(context);
}

function refuseDuplicates(rows: readonly ModelPrice[]): void {
  const issues = duplicateRows(rows).map((at) => ({
    path: `rows[${at}].model`,
    message: `${rows[at]?.provider} · ${rows[at]?.model} is in the table already`,
  }));
  if (issues.length > 0)
    throw new DomainError("invalid-input", `Two prices for one model: ${issues[0]?.message}.`, issues);
}

async function refuseUnknownProviders(context: ServiceContext, rows: readonly ModelPrice[]): Promise<void> {
  const kinds: ReadonlySet<string> = new Set(["*", ...PROVIDER_KINDS]);
  const ids = [...new Set(rows.map((row) => row.provider).filter((provider) => !kinds.has(provider)))];
  const found = await Promise.all(ids.map((id) => context.stores.providers.get(id)));
  // A row of a provider that was removed since does no harm, and must not be in the way of other edits.
  const { rows: current } = await priceTable(context);
  const known = new Set(
    found.flatMap((each) => (each !== null && each.workspaceId === context.actor.workspaceId ? [each.id] : [])),
  );
  for (const row of current) known.add(row.provider);
  const issues = rows.flatMap((row, at) =>
    kinds.has(row.provider) || known.has(row.provider)
      ? []
      : [
          {
            path: `rows[${at}].provider`,
            message: `must be *, one of ${PROVIDER_KINDS.join(", ")}, or a provider's id`,
          },
        ],
  );
  if (issues.length > 0) {
    throw new DomainError("invalid-input", `${issues[0]?.path}: ${issues[0]?.message}`, issues);
  }
}

function historyEntry(
  version: PriceTableRecord,
  before: PriceTableRecord | undefined,
): PriceTableResponse["history"][number] {
  return {
    version: version.n,
    at: isoTimeOf(version.createdAt),
    actor: version.author,
    reason: version.reason,
    source: version.source,
    changes: priceTableChanges(before?.rows ?? SHIPPED_PRICES, version.rows).map((change) => ({ ...change })),
  };
}

function keyOf(row: ModelPrice): string {
  return JSON.stringify([row.provider, row.model]);
}

function labelOf(n: number): string {
  return n === 0 ? `shipped ${SHIPPED_PRICES_DATE}` : `v${n}`;
}
