import type { DifferenceOrder } from "@/lib/core/comparing/row-order";
import { Prisma } from "./generated/sqlite/client";
import type { DatabaseKind } from "./prisma-client";

/** A row's difference, and the position that settles ties. */
interface DifferencePlace {
  readonly value: number;
  readonly ord: number;
}

/** Beyond every difference, so that rows without one come last. */
const NONE = 1e300;

/**
 * By how much the figure of a case differs from the baseline's (`r0`): of several candidates (`r1` …) the one that counts
 * most in that order. A case that either run has not finished, or never sent, has no difference.
 */
export function differenceValue(kind: DatabaseKind, { figure, descending }: DifferenceOrder, runs: number): Prisma.Sql {
  const last = Prisma.raw(descending ? `-${NONE}` : `${NONE}`);
  const column = figure === "latency" ? `"providerLatencyMs"` : `"costUsd"`;
  const each = Array.from({ length: runs - 1 }, (_, at) => {
    const [base, own] = [Prisma.raw("r0"), Prisma.raw(`r${at + 1}`)];
    const difference = Prisma.raw(
      `CAST(r${at + 1}.${column} AS DOUBLE PRECISION) - CAST(r0.${column} AS DOUBLE PRECISION)`,
    );
    return Prisma.sql`COALESCE(CASE WHEN ${base}."state" = 'done' AND ${own}."state" = 'done'
      AND ${base}."attemptCount" > 0 AND ${own}."attemptCount" > 0 THEN ${difference} END, ${last})`;
  });
  if (each.length === 1) return Prisma.join(each);
  return Prisma.sql`${Prisma.raw(extreme(kind, descending))}(${Prisma.join(each)})`;
}

function extreme(kind: DatabaseKind, descending: boolean): string {
  if (kind === "sqlite") return descending ? "MAX" : "MIN";
  return descending ? "GREATEST" : "LEAST";
}

/** Rows behind a place, by the column `d`; all of them for null. */
export function behindDifference({ descending }: DifferenceOrder, place: DifferencePlace | null): Prisma.Sql {
  if (place === null) return Prisma.sql`1 = 1`;
  const compare = Prisma.raw(descending ? "<" : ">");
  const at = Prisma.sql`CAST(${place.value} AS DOUBLE PRECISION)`;
  return Prisma.sql`("d" ${compare} ${at} OR ("d" = ${at} AND "ord" > ${place.ord}))`;
}

/** As SQL orders them, for rows that were found in several pieces. */
export function inDifferenceOrder({ descending }: DifferenceOrder): (a: DifferencePlace, b: DifferencePlace) => number {
  return (a, b) => (descending ? b.value - a.value : a.value - b.value) || a.ord - b.ord;
}
