import { z } from "zod";
import { attemptRecordSchema, scoreSchema } from "@/lib/core/runs/case-result";
import type { PendingCase } from "@/lib/engine/ports/run-records";
import type { Database } from "./prisma-client";
import { parseJson, parseJsonObject, parseStored } from "./stored-json";

const pendingRows = z.array(
  z.object({
    ord: z.number().int(),
    caseId: z.string(),
    attempts: z.string().nullable(),
    output: z.string().nullable(),
    scores: z.string().nullable(),
    vars: z.string(),
    expected: z.string(),
  }),
);

export const storedAttempts = z.array(attemptRecordSchema);
export const storedScores = z.array(scoreSchema);

/** See EngineRunStore.pendingCases. */
export async function pendingCases(
  db: Database,
  runId: string,
  afterOrd: number,
  limit: number,
): Promise<PendingCase[]> {
  const rows = await db.read(
    (
      client,
    ) => client.$queryRaw`SELECT c."ord", c."caseId", c."attempts", c."output", c."scores", d."vars", d."expected"
      FROM "RunCase" c
      JOIN "Run" r ON r."id" = c."runId"
      JOIN "Dataset" s ON s."id" = r."datasetId"
      JOIN "DatasetCase" d ON d."datasetId" = s."id" AND d."ord" = c."ord" % s."caseCount"
      WHERE c."runId" = ${runId} AND c."state" = 'pending' AND c."ord" > ${afterOrd}
      ORDER BY c."ord" LIMIT ${limit}`,
  );
  return pendingRows.parse(rows).map((row) => ({
    ord: row.ord,
    id: row.caseId,
    vars: parseJsonObject(row.vars),
    expected: parseJson(row.expected),
    priorAttempts: row.attempts === null ? [] : parseStored(storedAttempts, row.attempts),
    // A pending case has an output only where the target has answered and its judges have not all.
    answer:
      row.output === null
        ? null
        : { output: row.output, verdicts: row.scores === null ? [] : parseStored(storedScores, row.scores) },
  }));
}
