import { DomainError } from "@/lib/core/errors";
import type { Tick } from "@/lib/core/metrics/tick";
import { repeatMark } from "@/lib/core/repeats/repeat-layout";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import { drawSample } from "@/lib/core/runs/draw-sample";
import type { RunSample } from "@/lib/core/runs/run-config";
import type { FinishedCase, LogEntry, ParkedCase } from "@/lib/engine/ports/run-records";
import { Prisma } from "./generated/sqlite/client";
import { jsonRows } from "./json-rows";
import type { DatabaseKind, Transaction } from "./prisma-client";
import { storableText, storableTextOrNull } from "./stored-text";

/** Cases per INSERT at launch: some 30 ms of a driver that holds up the event loop. */
const LAUNCH_CHUNK = 4000;

export interface RunToFill {
  readonly id: string;
  readonly datasetId: string;
  readonly datasetCases: number;
  readonly sample: RunSample;
  /** How often each case is asked. */
  readonly repeats: number;
}

/**
 * Copies the sampled cases of a dataset into the run as pending, the whole first pass before the second (RepeatLayout); in
 * the first, a case keeps its position in the dataset and its id. Returns how many.
 */
export async function insertPendingCases(tx: Transaction, kind: DatabaseKind, run: RunToFill): Promise<number> {
  let inserted = await insertPass(tx, kind, run, Prisma.sql`d."ord", d."caseId", 'pending', 1, NULL`);
  if (run.repeats === 1) return inserted;
  const mark = await repeatMark((held) => someIdHolds(tx, run.datasetId, held));
  for (let repeat = 2; repeat <= run.repeats; repeat += 1) {
    // Numbers and marks of our own making, never input.
    const ord = Prisma.raw(`d."ord" + ${(repeat - 1) * run.datasetCases}`);
    const id = Prisma.raw(`d."caseId" || '${mark}${repeat}'`);
    const picked = Prisma.sql`${ord}, ${id}, 'pending', ${Prisma.raw(String(repeat))}, d."caseId"`;
    inserted += await insertPass(tx, kind, run, picked);
  }
  return inserted;
}

async function someIdHolds(tx: Transaction, datasetId: string, text: string): Promise<boolean> {
  return (
    (await tx.datasetCase.findFirst({ where: { datasetId, caseId: { contains: text } }, select: { ord: true } })) !==
    null
  );
}

async function insertPass(tx: Transaction, kind: DatabaseKind, run: RunToFill, picked: Prisma.Sql): Promise<number> {
  const columns = Prisma.sql`INSERT INTO "RunCase" ("runId", "ord", "caseId", "state", "repeat", "sourceId")
    SELECT ${run.id}, ${picked} FROM "DatasetCase" d`;
  let inserted = 0;
  if (run.sample.kind === "random") {
    const ords = drawSample(run.datasetCases, run.sample.n, run.sample.seed);
    for (let at = 0; at < ords.length; at += LAUNCH_CHUNK) {
      const chunk = ords.slice(at, at + LAUNCH_CHUNK).map((ord) => ({ ord }));
      inserted += await tx.$executeRaw`${columns}
        WHERE d."datasetId" = ${run.datasetId} AND d."ord" IN (SELECT j."ord" FROM ${jsonRows(kind, { ord: "int" }, chunk)})`;
    }
    return inserted;
  }
  const end = run.sample.kind === "first" ? Math.min(run.sample.n, run.datasetCases) : run.datasetCases;
  for (let from = 0; from < end; from += LAUNCH_CHUNK) {
    inserted += await tx.$executeRaw`${columns} WHERE d."datasetId" = ${run.datasetId}
      AND d."ord" >= ${from} AND d."ord" < ${Math.min(end, from + LAUNCH_CHUNK)}`;
  }
  return inserted;
}

const FINISHED_COLUMNS = {
  ord: "int",
  result: "text",
  output: "text",
  scores: "text",
  attempts: "text",
  attemptCount: "int",
  outcomes: "text",
  lastOutcome: "text",
  limiterWaitMs: "float",
  backoffMs: "float",
  providerLatencyMs: "float",
  inputTokens: "int",
  outputTokens: "int",
  costUsd: "float",
  errorCode: "text",
  errorMessage: "text",
  finishedAtMs: "float",
} as const;

function finishedRow(finished: FinishedCase): Record<keyof typeof FINISHED_COLUMNS, string | number | null> {
  return {
    ord: finished.ord,
    result: finished.result,
    output: storableTextOrNull(finished.output),
    scores: JSON.stringify(finished.scores),
    attempts: JSON.stringify(finished.attempts),
    attemptCount: targetAttempts(finished.attempts),
    outcomes: outcomesOf(finished.attempts),
    lastOutcome: finished.attempts.at(-1)?.outcome ?? null,
    limiterWaitMs: finished.limiterWaitMs,
    backoffMs: finished.backoffMs,
    providerLatencyMs: finished.providerLatencyMs,
    inputTokens: finished.inputTokens,
    outputTokens: finished.outputTokens,
    costUsd: finished.costUsd,
    errorCode: storableTextOrNull(finished.error?.code ?? null),
    errorMessage: storableTextOrNull(finished.error?.message ?? null),
    finishedAtMs: finished.finishedAt,
  };
}

/** How often the target was asked: what the histogram and the filters count. */
function targetAttempts(attempts: readonly AttemptRecord[]): number {
  return attempts.filter((attempt) => attempt.role === "target").length;
}

/** All outcomes of a case's attempts, its judges' too, as the filters look for them: `|ok|transient|`. */
function outcomesOf(attempts: readonly AttemptRecord[]): string {
  const outcomes = [...new Set(attempts.map((attempt) => attempt.outcome))];
  return outcomes.length === 0 ? "" : `|${outcomes.join("|")}|`;
}

const RESULT_NAMES = Object.keys(FINISHED_COLUMNS).filter((name) => name !== "ord");
const RESULT_COLUMNS = Prisma.raw(RESULT_NAMES.map((name) => `"${name}"`).join(", "));
const RESULT_VALUES = Prisma.raw(RESULT_NAMES.map((name) => `j."${name}"`).join(", "));
const SET_RESULT = Prisma.raw(RESULT_NAMES.map((name) => `"${name}" = excluded."${name}"`).join(", "));

/**
 * Marks pending cases as done, in one statement. It inserts rows that are there for certain and so updates them:
 * SQLite runs UPDATE … FROM with the target as the outer loop, which takes the product of batch and run.
 * @throws DomainError conflict where one of them is not pending (any more): it would be counted twice
 */
export async function writeFinishedCases(
  tx: Transaction,
  kind: DatabaseKind,
  runId: string,
  cases: readonly FinishedCase[],
): Promise<void> {
  if (cases.length === 0) return;
  const distinct = new Set(cases.map((finished) => finished.ord)).size;
  const updated = distinct < cases.length ? distinct : await upsertResults(tx, kind, runId, cases);
  if (updated !== cases.length) {
    throw new DomainError(
      "conflict",
      `${cases.length - updated} of ${cases.length} finished cases of run ${runId} are not pending: nothing was written.`,
    );
  }
}

function upsertResults(
  tx: Transaction,
  kind: DatabaseKind,
  runId: string,
  cases: readonly FinishedCase[],
): Promise<number> {
  const rows = jsonRows(kind, FINISHED_COLUMNS, cases.map(finishedRow));
  return tx.$executeRaw`INSERT INTO "RunCase" ("runId", "ord", "caseId", "state", ${RESULT_COLUMNS})
    SELECT c."runId", c."ord", c."caseId", 'done', ${RESULT_VALUES}
    FROM ${rows} CROSS JOIN "RunCase" c
    WHERE c."runId" = ${runId} AND c."ord" = j."ord" AND c."state" = 'pending'
    ON CONFLICT ("runId", "ord") DO UPDATE SET "state" = 'done', ${SET_RESULT} WHERE "RunCase"."state" = 'pending'`;
}

/** Stores what cases have that are not finished: attempts, the target's answer, verdicts. They stay pending. */
export async function writeParkedCases(
  tx: Transaction,
  kind: DatabaseKind,
  runId: string,
  parked: readonly ParkedCase[],
): Promise<void> {
  if (parked.length === 0) return;
  // A case may have been parked, taken up and parked again before one write.
  const newest = [...new Map(parked.map((item) => [item.ord, item])).values()];
  const rows = jsonRows(kind, PARKED_COLUMNS, newest.map(parkedRow));
  await tx.$executeRaw`INSERT INTO "RunCase" ("runId", "ord", "caseId", "state", ${PARKED_NAMES})
    SELECT c."runId", c."ord", c."caseId", 'pending', ${PARKED_VALUES}
    FROM ${rows} CROSS JOIN "RunCase" c
    WHERE c."runId" = ${runId} AND c."ord" = j."ord" AND c."state" = 'pending'
    ON CONFLICT ("runId", "ord") DO UPDATE SET ${SET_PARKED} WHERE "RunCase"."state" = 'pending'`;
}

const PARKED_COLUMNS = {
  ord: "int",
  attempts: "text",
  attemptCount: "int",
  outcomes: "text",
  lastOutcome: "text",
  output: "text",
  scores: "text",
} as const;
const PARKED = Object.keys(PARKED_COLUMNS).filter((name) => name !== "ord");
const PARKED_NAMES = Prisma.raw(PARKED.map((name) => `"${name}"`).join(", "));
const PARKED_VALUES = Prisma.raw(PARKED.map((name) => `j."${name}"`).join(", "));
const SET_PARKED = Prisma.raw(PARKED.map((name) => `"${name}" = excluded."${name}"`).join(", "));

function parkedRow({ ord, attempts, answer }: ParkedCase): Record<keyof typeof PARKED_COLUMNS, string | number | null> {
  return {
    ord,
    attempts: JSON.stringify(attempts),
    attemptCount: targetAttempts(attempts),
    outcomes: outcomesOf(attempts),
    lastOutcome: attempts.at(-1)?.outcome ?? null,
    output: storableTextOrNull(answer?.output ?? null),
    scores: answer === null ? null : JSON.stringify(answer.verdicts),
  };
}

/** Adds ticks; one that is there already (the same second, written before it was over) is replaced. */
export async function writeTicks(
  tx: Transaction,
  kind: DatabaseKind,
  runId: string,
  ticks: readonly Tick[],
): Promise<void> {
  if (ticks.length === 0) return;
  const newest = new Map(ticks.map((tick) => [`${tick.t} ${tick.poolId}`, tick]));
  const rows = jsonRows(
    kind,
    { t: "float", poolId: "text", data: "text" },
    [...newest.values()].map((tick) => ({ t: tick.t, poolId: tick.poolId, data: JSON.stringify(tick) })),
  );
  // WHERE true: without it SQLite reads ON as part of a join.
  await tx.$executeRaw`INSERT INTO "RunTick" ("runId", "t", "poolId", "data")
    SELECT ${runId}, j."t", j."poolId", j."data" FROM ${rows} WHERE true
    ON CONFLICT ("runId", "t", "poolId") DO UPDATE SET "data" = excluded."data"`;
}

export async function writeLog(
  tx: Transaction,
  kind: DatabaseKind,
  runId: string,
  log: readonly LogEntry[],
): Promise<void> {
  if (log.length === 0) return;
  const rows = jsonRows(
    kind,
    { seq: "int", at: "float", kind: "text", level: "text", text: "text", caseId: "text", actor: "text", count: "int" },
    log.map((entry) => ({
      seq: entry.seq,
      at: entry.at,
      kind: entry.kind,
      level: entry.level,
      text: storableText(entry.text),
      caseId: storableTextOrNull(entry.caseId),
      actor: storableTextOrNull(entry.actor),
      count: entry.count,
    })),
  );
  await tx.$executeRaw`INSERT INTO "RunLog" ("runId", "seq", "at", "kind", "level", "text", "caseId", "actor", "count")
    SELECT ${runId}, j."seq", j."at", j."kind", j."level", j."text", j."caseId", j."actor", j."count" FROM ${rows} WHERE true
    ON CONFLICT ("runId", "seq") DO UPDATE SET "at" = excluded."at", "text" = excluded."text", "count" = excluded."count"`;
}
