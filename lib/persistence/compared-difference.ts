import type { DifferenceOrder } from "@/lib/core/comparing/row-order";
import { type ComparedRun, meanFigure } from "./compared-figures";
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
export function differenceValue(
  kind: DatabaseKind,
  { figure, descending }: DifferenceOrder,
  runs: readonly ComparedRun[],
): Prisma.Sql {
  const last = Prisma.raw(descending ? `-${NONE}` : `${NONE}`);
  const column = figure === "latency" ? `"providerLatencyMs"` : `"costUsd"`;
  const figures = runs.map((run, at) => meanFigure(run, at, column));
  const [base, ...others] = figures;
  const each = others.map((own) => Prisma.sql`COALESCE(${own} - ${base}, ${last})`);
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
