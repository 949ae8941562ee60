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

/** What one asking adds: a hundred of each fit, and a run has at most twenty. */
const [DONE, PASSED, SCORED] = [10_000, 100, 1];

/**
 * Of the case at which `r{at}` stands, how many of its repeats are done, passed and scored, in one number (`t{at}`), so that
 * its rows are looked up once; null where the run lacks the case.
 */
export function repeatsTold(run: ComparedRun, at: number): Prisma.Sql {
  const told = (row: string) =>
    Prisma.raw(`CASE WHEN ${row}."state" <> 'done' OR ${row}."result" IS NULL THEN 0
      WHEN ${row}."result" = 'passed' THEN ${DONE + PASSED + SCORED}
      WHEN ${row}."result" = 'failed' THEN ${DONE + SCORED} ELSE ${DONE} END`);
  const sum = run.repeats === 1 ? told(`r${at}`) : Prisma.sql`(SELECT SUM(${told("z")}) ${repeatsOf(run, at)})`;
  return Prisma.sql`CASE WHEN ${Prisma.raw(`r${at}."ord"`)} IS NOT NULL THEN ${sum} END AS ${Prisma.raw(`"t${at}"`)}`;
}

/** The passed (`p{at}`) and the scored (`m{at}`) repeats that such a number tells. */
export function passedAndScored(at: number): Prisma.Sql {
  const told = `"t${at}"`;
  return Prisma.raw(`COALESCE(${told} / ${PASSED} % 100, 0) AS "p${at}", COALESCE(${told} % 100, 0) AS "m${at}"`);
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
