import { CASE_CHANGES, type CaseChange } from "@/lib/core/comparing/case-standing";
import { Prisma } from "./generated/sqlite/client";
import { containsText } from "./json-rows";
import type { DatabaseKind } from "./prisma-client";

/** A run to compare; those of one dataset have its cases at the same positions. */
export interface ComparedRun {
  readonly id: string;
  readonly datasetId: string;
  readonly totalCases: number;
}

/** Which rows one pass over all cases takes. */
export interface RowPass {
  /** null: every row. */
  readonly changes: readonly CaseChange[] | null;
  /** `listed`: by its most telling change, so that no other pass takes it. `any`: by any of its changes. */
  readonly by: "listed" | "any";
}

/**
 * The cases of the run `driver` at some positions, without those that a run before it has as well: `ord`, a standing
 * for each run (`s0`, `s1` …), for each run after the first its change against that (`c1` …), and `difference` as `d`.
 * Names of columns are our own constants, never input.
 */
export function comparedCases(
  kind: DatabaseKind,
  runs: readonly ComparedRun[],
  driver: number,
  { from, to }: { from: number; to: number },
  { q, difference = null }: { readonly q?: string | undefined; readonly difference?: Prisma.Sql | null },
): Prisma.Sql {
  const joins = runs.flatMap((run, at) => {
    if (at === driver) return [];
    // Runs of one dataset have the same case at the same position, which an index holds together with the result.
    const key = Prisma.raw(run.datasetId === runs[driver]?.datasetId ? `"ord"` : `"caseId"`);
    const alias = Prisma.raw(`r${at}`);
    const own = Prisma.raw(`r${driver}`);
    return [
      Prisma.sql`LEFT JOIN "RunCase" AS ${alias} ON ${alias}."runId" = ${run.id} AND ${alias}.${key} = ${own}.${key}`,
    ];
  });
  const own = Prisma.raw(`r${driver}`);
  const conditions = [
    Prisma.sql`${own}."runId" = ${runs[driver]?.id ?? ""}`,
    Prisma.sql`${own}."ord" > ${from}`,
    Prisma.sql`${own}."ord" <= ${to}`,
    ...runs.slice(0, driver).map((_, at) => Prisma.sql`${Prisma.raw(`r${at}`)}."ord" IS NULL`),
    ...(q ? [searched(kind, runs.length, driver, q)] : []),
  ];
  const standings = Prisma.join(runs.map((_, at) => Prisma.sql`${standingOf(at)} AS ${Prisma.raw(`"s${at}"`)}`));
  const changes = Prisma.join(
    runs.slice(1).map((_, at) => Prisma.sql`${changeOf(at + 1)} AS ${Prisma.raw(`"c${at + 1}"`)}`),
  );
  const measured = difference === null ? Prisma.empty : Prisma.sql`, ${difference} AS "d"`;
  return Prisma.sql`SELECT s.*, ${changes} FROM (
    SELECT ${own}."ord" AS "ord", ${standings}${measured} FROM "RunCase" AS ${own} ${Prisma.join(joins, " ")}
    WHERE ${Prisma.join(conditions, " AND ")}) AS s`;
}

/** Which of the compared cases a pass takes. */
export function passCondition({ changes, by }: RowPass, runs: number): Prisma.Sql {
  if (changes === null) return Prisma.sql`1 = 1`;
  const has = (change: CaseChange) => {
    const columns = Array.from({ length: runs - 1 }, (_, at) => Prisma.raw(`"c${at + 1}"`));
    return Prisma.sql`${change} IN (${Prisma.join(columns)})`;
  };
  const taken = changes.map((change) => {
    const moreTelling = by === "any" ? [] : CASE_CHANGES.slice(0, CASE_CHANGES.indexOf(change));
    return Prisma.join([has(change), ...moreTelling.map((other) => Prisma.sql`NOT ${has(other)}`)], " AND ");
  });
  return Prisma.sql`(${Prisma.join(taken, " OR ")})`;
}

function searched(kind: DatabaseKind, runs: number, driver: number, q: string): Prisma.Sql {
  const columns = [`r${driver}."caseId"`, ...Array.from({ length: runs }, (_, at) => `r${at}."output"`)];
  // What is unknown in one column must not make the whole unknown.
  return Prisma.sql`(${Prisma.join(
    columns.map((column) => Prisma.sql`COALESCE(${containsText(kind, column, q)}, 1 = 0)`),
    " OR ",
  )})`;
}

function standingOf(at: number): Prisma.Sql {
  const run = Prisma.raw(`r${at}`);
  return Prisma.sql`CASE WHEN ${run}."ord" IS NULL THEN 'missing'
    WHEN ${run}."state" <> 'done' OR ${run}."result" IS NULL THEN 'pending' ELSE ${run}."result" END`;
}

/** As `caseChange` of the core tells it. */
function changeOf(at: number): Prisma.Sql {
  const candidate = Prisma.raw(`"s${at}"`);
  return Prisma.sql`CASE WHEN "s0" = 'missing' OR ${candidate} = 'missing' THEN 'missing'
    WHEN "s0" = 'pending' OR ${candidate} = 'pending' THEN 'unfinished'
    WHEN "s0" = ${candidate} THEN 'same'
    WHEN "s0" = 'not-scored' OR ${candidate} = 'not-scored' THEN 'scoring'
    WHEN ${candidate} = 'failed' THEN 'regressed' ELSE 'improved' END`;
}
