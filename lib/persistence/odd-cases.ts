import { z } from "zod";
import type { CaseOddity, OddCases } from "@/lib/core/datasets/case-oddities";
import { type RepeatLayout, repeatOrds } from "@/lib/core/repeats/repeat-layout";
import { Prisma } from "./generated/sqlite/client";
import { jsonRows } from "./json-rows";
import type { Database, DatabaseKind, Transaction } from "./prisma-client";

const countRows = z.array(z.object({ oddity: z.string(), n: z.coerce.number().int() }));
const ordRows = z.array(z.object({ ord: z.coerce.number().int() }));
/** Cases per DELETE: some 30 ms of a driver that holds up the event loop. */
const DELETE_CHUNK = 4000;

/** An object as JSON.stringify writes it, whose values are all "" or null, as PostgreSQL writes regular expressions. */
const EMPTY_MEMBER = String.raw`"([^"\\]|\\.)*":(""|null)`;
const ALL_EMPTY = String.raw`^\{(${EMPTY_MEMBER}(,${EMPTY_MEMBER})*)?\}$`;

/** Every odd case of a dataset with the first oddity that it has. `longerThan`: characters; null: no case is too long. */
function oddCasesOf(kind: DatabaseKind, datasetId: string, longerThan: number | null): Prisma.Sql {
  // PostgreSQL's JSON functions refuse texts with \u0000 in them, which JSON allows.
  const written =
    kind === "sqlite"
      ? Prisma.sql`EXISTS (SELECT 1 FROM json_each(c."vars") e WHERE e."value" IS NOT NULL AND e."value" <> '')`
      : Prisma.sql`c."vars" !~ ${ALL_EMPTY}`;
  const tooLong =
    longerThan === null ? Prisma.empty : Prisma.sql`WHEN length(f."vars") > ${longerThan} THEN 'too-long'`;
  return Prisma.sql`(SELECT f."ord" AS "ord", CASE WHEN f."written" = 0 THEN 'empty' WHEN f."nth" > 1 THEN 'duplicates'
      ${tooLong} END AS "oddity"
    FROM (SELECT c."ord" AS "ord", c."vars" AS "vars", CASE WHEN ${written} THEN 1 ELSE 0 END AS "written",
        ROW_NUMBER() OVER (PARTITION BY c."vars" ORDER BY c."ord") AS "nth"
      FROM "DatasetCase" c WHERE c."datasetId" = ${datasetId}) f) o`;
}

/** How many cases of a dataset are odd. */
export async function countOddCases(db: Database, datasetId: string, longerThan: number | null): Promise<OddCases> {
  const rows = await db.read(
    (client) => client.$queryRaw`SELECT o."oddity" AS "oddity", COUNT(*) AS "n"
      FROM ${oddCasesOf(db.kind, datasetId, longerThan)} WHERE o."oddity" IS NOT NULL GROUP BY o."oddity"`,
  );
  const counts = new Map(countRows.parse(rows).map(({ oddity, n }) => [oddity, n]));
  const of = (oddity: CaseOddity) => counts.get(oddity) ?? 0;
  return { empty: of("empty"), duplicates: of("duplicates"), tooLong: of("too-long") };
}

/** Which cases a launch leaves out. */
export interface SkippedCases {
  readonly oddities: readonly CaseOddity[];
  /** Characters beyond which a case is too long; null: none is. */
  readonly longerThan: number | null;
}

/** Takes odd cases, every repeat of them, out of a run that has just been filled. Returns how many. */
export async function dropOddCases(
  tx: Transaction,
  kind: DatabaseKind,
  run: { readonly layout: RepeatLayout; readonly datasetId: string; readonly skip: SkippedCases },
): Promise<number> {
  const { oddities, longerThan } = run.skip;
  if (oddities.length === 0) return 0;
  const found = ordRows.parse(
    await tx.$queryRaw`SELECT o."ord" AS "ord" FROM ${oddCasesOf(kind, run.datasetId, longerThan)}
      WHERE o."oddity" IN (${Prisma.join([...oddities])})`,
  );
  const { layout } = run;
  const ords = found.flatMap(({ ord }) => repeatOrds(layout, ord).map((each) => ({ ord: each })));
  let dropped = 0;
  for (let at = 0; at < ords.length; at += DELETE_CHUNK) {
    const chunk = jsonRows(kind, { ord: "int" }, ords.slice(at, at + DELETE_CHUNK));
    dropped += await tx.$executeRaw`DELETE FROM "RunCase" WHERE "runId" = ${layout.runId}
      AND "ord" IN (SELECT j."ord" FROM ${chunk})`;
  }
  return dropped;
}
