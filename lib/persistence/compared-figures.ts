import type { RepeatLayout } from "@/lib/core/repeats/repeat-layout";
import { Prisma } from "./generated/sqlite/client";
import { containsText } from "./json-rows";
import type { DatabaseKind } from "./prisma-client";

/** A run to compare; those of one dataset have its cases at the same positions. */
export interface ComparedRun extends Omit<RepeatLayout, "runId"> {
  readonly id: string;
  readonly datasetId: string;
  /** Each counted once, however often it is asked. */
  readonly totalCases: number;
}

/** True of the rows `z` that hold the repeats of the case at which `r{at}` stands. Numbers are our own, never input. */
export function isRepeatOf({ id, repeats, datasetCases }: ComparedRun, at: number): Prisma.Sql {
  const ords = Array.from({ length: repeats }, (_, pass) => `r${at}."ord" + ${pass * datasetCases}`);
  return Prisma.sql`z."runId" = ${id} AND z."ord" IN (${Prisma.raw(ords.join(", "))})`;
}

function repeatsOf(run: ComparedRun, at: number): Prisma.Sql {
  return Prisma.sql`FROM "RunCase" AS z WHERE ${isRepeatOf(run, at)}`;
}

/** Of the case at which `r{at}` stands: its finished repeats as `f{at}` (−1: the run lacks the case), the passed (`p`) and the scored (`m`) of them. */
export function standingFigures(run: ComparedRun, at: number): Prisma.Sql {
  const own = Prisma.raw(`r${at}`);
  const count = (condition: string) =>
    run.repeats === 1
      ? Prisma.sql`CASE WHEN ${Prisma.raw(condition.replaceAll("z.", `r${at}.`))} THEN 1 ELSE 0 END`
      : Prisma.sql`(SELECT COUNT(*) ${repeatsOf(run, at)} AND ${Prisma.raw(condition)})`;
  const names = ["f", "p", "m"].map((name) => Prisma.raw(`"${name}${at}"`));
  return Prisma.sql`CASE WHEN ${own}."ord" IS NULL THEN -1
      ELSE ${count(`z."state" = 'done' AND z."result" IS NOT NULL`)} END AS ${names[0]},
    ${count(`z."state" = 'done' AND z."result" = 'passed'`)} AS ${names[1]},
    ${count(`z."state" = 'done' AND z."result" IN ('passed', 'failed')`)} AS ${names[2]}`;
}

/** The mean of a figure over the finished repeats that were sent; null where there is none. `column` is our own constant. */
export function meanFigure(run: ComparedRun, at: number, column: string): Prisma.Sql {
  const sent = (row: string) => Prisma.raw(`${row}."state" = 'done' AND ${row}."attemptCount" > 0`);
  const value = (row: string) => Prisma.raw(`CAST(${row}.${column} AS DOUBLE PRECISION)`);
  if (run.repeats === 1) return Prisma.sql`CASE WHEN ${sent(`r${at}`)} THEN ${value(`r${at}`)} END`;
  return Prisma.sql`(SELECT AVG(${value("z")}) ${repeatsOf(run, at)} AND ${sent("z")})`;
}

/** True where an output of the case holds a text. */
export function outputHolds(kind: DatabaseKind, run: ComparedRun, at: number, text: string): Prisma.Sql {
  if (run.repeats === 1) return containsText(kind, `r${at}."output"`, text);
  return Prisma.sql`EXISTS (SELECT 1 ${repeatsOf(run, at)} AND ${containsText(kind, `z."output"`, text)})`;
}

/** Keeps an alias to the first pass, which stands for the case. */
export function inFirstPass({ repeats, datasetCases }: ComparedRun, alias: string): Prisma.Sql {
  if (repeats === 1) return Prisma.sql`1 = 1`;
  return Prisma.raw(`${alias}."ord" < ${datasetCases}`);
}
