import { CASE_CHANGES, type CaseChange } from "@/lib/core/comparing/case-standing";
import { type ComparedRun, inFirstPass, outputHolds, passedAndScored, repeatsTold } from "./compared-figures";
import { Prisma } from "./generated/sqlite/client";
import { containsText } from "./json-rows";
import type { DatabaseKind } from "./prisma-client";

/** Which rows one pass over all cases takes. */
export interface RowPass {
  /** null: every row. */
  readonly changes: readonly CaseChange[] | null;
  /** `listed`: by its most telling change, so that no other pass takes it. `any`: by any of its changes. */
  readonly by: "listed" | "any";
}

/**
 * The cases of the run `driver` at some positions of its first pass, without those that a run before it has as well:
 * `ord`, for each run a standing (`s0`, `s1` …) with the passed and the scored repeats it comes of (`p0`, `m0` …), for
 * each run after the first its change against that (`c1` …), and `difference` as `d`.
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
      Prisma.sql`LEFT JOIN "RunCase" AS ${alias} ON ${alias}."runId" = ${run.id} AND ${alias}.${key} = ${own}.${key}
        AND ${inFirstPass(run, `r${at}`)}`,
    ];
  });
  const own = Prisma.raw(`r${driver}`);
  const conditions = [
    Prisma.sql`${own}."runId" = ${runs[driver]?.id ?? ""}`,
    Prisma.sql`${own}."ord" > ${from}`,
    Prisma.sql`${own}."ord" <= ${to}`,
    ...runs.slice(driver, driver + 1).map((run) => inFirstPass(run, `r${driver}`)),
    ...runs.slice(0, driver).map((_, at) => Prisma.sql`${Prisma.raw(`r${at}`)}."ord" IS NULL`),
    ...(q ? [searched(kind, runs, driver, q)] : []),
  ];
  const told = Prisma.join(runs.map((run, at) => repeatsTold(run, at)));
  const figures = Prisma.join(runs.map((_, at) => passedAndScored(at)));
  const standings = Prisma.join(runs.map((_, at) => Prisma.sql`${standingOf(at)} AS ${Prisma.raw(`"s${at}"`)}`));
  const changes = Prisma.join(
    runs.slice(1).map((_, at) => Prisma.sql`${changeOf(at + 1)} AS ${Prisma.raw(`"c${at + 1}"`)}`),
  );
  const measured = difference === null ? Prisma.empty : Prisma.sql`, ${difference} AS "d"`;
  return Prisma.sql`SELECT s.*, ${changes} FROM (SELECT f.*, ${standings} FROM (SELECT t.*, ${figures} FROM (
    SELECT ${own}."ord" AS "ord", ${told}${measured} FROM "RunCase" AS ${own} ${Prisma.join(joins, " ")}
    WHERE ${Prisma.join(conditions, " AND ")}) AS t) AS f) AS s`;
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

function searched(kind: DatabaseKind, runs: readonly ComparedRun[], driver: number, q: string): Prisma.Sql {
  const places = [
    containsText(kind, `r${driver}."caseId"`, q),
    ...runs.map((run, at) => outputHolds(kind, run, at, q)),
  ];
  // What is unknown in one place must not make the whole unknown.
  const known = places.map((place) => Prisma.sql`COALESCE(${place}, 1 = 0)`);
  return Prisma.sql`(${Prisma.join(known, " OR ")})`;
}

function standingOf(at: number): Prisma.Sql {
  const [told, passed, scored] = ["t", "p", "m"].map((name) => Prisma.raw(`"${name}${at}"`));
  return Prisma.sql`CASE WHEN ${told} IS NULL THEN 'missing' WHEN ${told} = 0 THEN 'pending'
    WHEN ${scored} = 0 THEN 'not-scored' WHEN ${passed} = ${scored} THEN 'passed'
    WHEN ${passed} = 0 THEN 'failed' ELSE 'mixed' END`;
}

/** As `caseChange` of the core tells it. */
function changeOf(at: number): Prisma.Sql {
  const [candidate, passed, scored] = ["s", "p", "m"].map((name) => Prisma.raw(`"${name}${at}"`));
  return Prisma.sql`CASE WHEN "s0" = 'missing' OR ${candidate} = 'missing' THEN 'missing'
    WHEN "s0" = 'pending' OR ${candidate} = 'pending' THEN 'unfinished'
    WHEN "m0" = 0 AND ${scored} = 0 THEN 'same'
    WHEN "m0" = 0 OR ${scored} = 0 THEN 'scoring'
    WHEN ${passed} * "m0" = "p0" * ${scored} THEN 'same'
    WHEN ${passed} * "m0" < "p0" * ${scored} THEN 'regressed' ELSE 'improved' END`;
}
