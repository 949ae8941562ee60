import { z } from "zod";
import { type RepeatLayout, repeatOrds } from "@/lib/core/repeats/repeat-layout";
import type { RepeatPattern } from "@/lib/core/repeats/repeat-tally";
import { CASE_RESULTS, CASE_STATES, type CaseResult, type CaseState } from "@/lib/core/runs/case-states";
import { Prisma } from "./generated/sqlite/client";
import type { Database } from "./prisma-client";

/** One asking of a case. */
export interface RepeatRecord {
  readonly ord: number;
  readonly caseId: string;
  readonly repeat: number;
  readonly state: CaseState;
  readonly result: CaseResult | null;
}

/** Rows per query, so that none holds up the event loop for long. */
const WINDOW = 4000;

const recordRows = z.array(
  z.object({
    ord: z.number().int(),
    caseId: z.string(),
    repeat: z.number().int(),
    state: z.enum(CASE_STATES),
    result: z.enum(CASE_RESULTS).nullable(),
  }),
);
const count = z.coerce.number().int();
const patternRows = z.array(z.object({ done: count, scored: count, passed: count, cases: count }));

/** All repeats of the case at a position of the run, in order. */
export async function repeatsAt(db: Database, layout: RepeatLayout, ord: number): Promise<RepeatRecord[]> {
  const rows = await db.read((client) =>
    client.runCase.findMany({
      where: { runId: layout.runId, ord: { in: repeatOrds(layout, ord) } },
      select: { ord: true, caseId: true, repeat: true, state: true, result: true },
      orderBy: { ord: "asc" },
    }),
  );
  return recordRows.parse(rows);
}

/** How many cases stand alike: of each, how many repeats are done, scored and passed. */
export async function repeatPatterns(db: Database, layout: RepeatLayout): Promise<RepeatPattern[]> {
  const found = new Map<string, RepeatPattern>();
  const { runId, datasetCases } = layout;
  const window = Math.ceil(WINDOW / layout.repeats);
  for (let from = 0; from < datasetCases; from += window) {
    const pieces = repeatOrds(layout, from).map(
      (start, pass) =>
        Prisma.sql`("ord" >= ${start} AND "ord" < ${pass * datasetCases + Math.min(from + window, datasetCases)})`,
    );
    const rows = await db.read(
      (client) => client.$queryRaw`SELECT "done", "scored", "passed", COUNT(*) AS "cases" FROM (
        SELECT SUM(CASE WHEN "state" = 'done' THEN 1 ELSE 0 END) AS "done",
          SUM(CASE WHEN "result" IN ('passed', 'failed') THEN 1 ELSE 0 END) AS "scored",
          SUM(CASE WHEN "result" = 'passed' THEN 1 ELSE 0 END) AS "passed"
        FROM "RunCase" WHERE "runId" = ${runId} AND (${Prisma.join(pieces, " OR ")})
        GROUP BY "ord" % ${Prisma.raw(String(datasetCases))}) AS x GROUP BY "done", "scored", "passed"`,
    );
    for (const { cases, ...row } of patternRows.parse(rows)) {
      const key = `${row.done} ${row.scored} ${row.passed}`;
      found.set(key, { ...row, cases: cases + (found.get(key)?.cases ?? 0) });
    }
  }
  return [...found.values()];
}
