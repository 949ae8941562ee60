import type { CaseOrder, CaseSortKey } from "@/lib/core/runs/case-order";
import { Prisma } from "./generated/sqlite/client";

/** Where a page of a list ended: the value it is ordered by, and the position that settles ties. */
export interface CasePlace {
  readonly value: number;
  readonly ord: number;
}

/** Beyond every value, so that cases without one come last. */
const NONE = 1e300;

const VALUE: Record<CaseSortKey, Prisma.Sql> = {
  case: Prisma.sql`"ord"`,
  finished: Prisma.sql`"finishedAtMs"`,
  attempts: whereTried(Prisma.sql`"attemptCount"`),
  wait: whereTried(Prisma.sql`"limiterWaitMs"`),
  backoff: whereTried(Prisma.sql`"backoffMs"`),
  latency: whereTried(Prisma.sql`"providerLatencyMs"`),
  tokens: Prisma.sql`("inputTokens" + "outputTokens")`,
  cost: Prisma.sql`"costUsd"`,
};

/** A case without an attempt has no times, although zeros are stored. */
function whereTried(column: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN "attemptCount" > 0 THEN ${column} END`;
}

/** The value that rows are ordered by, as a number. */
export function orderValue({ key, descending }: CaseOrder): Prisma.Sql {
  const last = Prisma.raw(descending ? `-${NONE}` : `${NONE}`);
  return Prisma.sql`COALESCE(CAST(${VALUE[key]} AS DOUBLE PRECISION), ${last})`;
}

/** Rows behind a place. */
export function behind(order: CaseOrder, place: CasePlace): Prisma.Sql {
  const value = orderValue(order);
  const compare = Prisma.raw(order.descending ? "<" : ">");
  const at = Prisma.sql`CAST(${place.value} AS DOUBLE PRECISION)`;
  return Prisma.sql`(${value} ${compare} ${at} OR (${value} = ${at} AND "ord" > ${place.ord}))`;
}

/** As SQL orders them, for rows that were found in several pieces. */
export function inOrder({ descending }: CaseOrder): (a: CasePlace, b: CasePlace) => number {
  return (a, b) => (descending ? b.value - a.value : a.value - b.value) || a.ord - b.ord;
}
