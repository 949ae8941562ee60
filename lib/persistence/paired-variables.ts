import { z } from "zod";
import type { Json } from "@/lib/core/datasets/dataset-case";
import { type ComparedRun, inFirstPass } from "./compared-figures";
import type { Database } from "./prisma-client";
import { parseJsonObject } from "./stored-json";

const rows = z.array(z.object({ a: z.string(), b: z.string() }));

/** The variables of cases of two runs that have the same id, at most so many, taken from all over the shorter run. */
export async function pairedVariables(
  db: Database,
  first: ComparedRun,
  second: ComparedRun,
  most: number,
): Promise<{ a: Record<string, Json>; b: Record<string, Json> }[]> {
  if (second.totalCases < first.totalCases) {
    return (await pairedVariables(db, second, first, most)).map(({ a, b }) => ({ a: b, b: a }));
  }
  const step = Math.max(1, Math.floor(first.totalCases / most));
  const spread = await everyNth(db, first, second, { step, most });
  // Few cases may be common to both, and none of them at such a place.
  return spread.length > 0 || step === 1 ? spread : everyNth(db, first, second, { step: 1, most });
}

async function everyNth(
  db: Database,
  first: ComparedRun,
  second: ComparedRun,
  { step, most }: { step: number; most: number },
): Promise<{ a: Record<string, Json>; b: Record<string, Json> }[]> {
  const found = await db.read(
    (client) => client.$queryRaw`SELECT a."vars" AS "a", b."vars" AS "b" FROM "RunCase" AS r0
      JOIN "RunCase" AS r1 ON r1."runId" = ${second.id} AND r1."caseId" = r0."caseId" AND ${inFirstPass(second, "r1")}
      JOIN "DatasetCase" AS a ON a."datasetId" = ${first.datasetId} AND a."caseId" = r0."caseId"
      JOIN "DatasetCase" AS b ON b."datasetId" = ${second.datasetId} AND b."caseId" = r0."caseId"
      WHERE r0."runId" = ${first.id} AND r0."ord" % ${step} = 0 AND ${inFirstPass(first, "r0")}
      ORDER BY r0."ord" LIMIT ${most}`,
  );
  return rows.parse(found).map(({ a, b }) => ({ a: parseJsonObject(a), b: parseJsonObject(b) }));
}
