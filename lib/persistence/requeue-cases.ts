import { z } from "zod";
import { DomainError } from "@/lib/core/errors";
import type { RunSummary } from "@/lib/core/metrics/run-summary";
import { ATTEMPT_OUTCOMES, type AttemptOutcome } from "@/lib/core/retry/attempt-outcome";
import type { LostCaseChoice } from "@/lib/core/runs/lost-case-choice";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { Transaction } from "./prisma-client";
import { toRunRecord } from "./run-row";

/** Takes `cases` requeued cases out of a summary, given how many of them took how many attempts. */
function withoutRequeued(summary: RunSummary, byAttempts: ReadonlyMap<number, number>): RunSummary {
  const casesByAttempts = { ...summary.casesByAttempts };
  const lostByAttempts = { ...summary.lostByAttempts };
  let requeued = 0;
  for (const [attempts, cases] of byAttempts) {
    requeued += cases;
    for (const counted of [casesByAttempts, lostByAttempts]) {
      const left = (counted[attempts] ?? 0) - cases;
      if (left > 0) counted[attempts] = left;
      else delete counted[attempts];
    }
  }
  return {
    ...summary,
    done: summary.done - requeued,
    notScored: summary.notScored - requeued,
    casesByAttempts,
    lostByAttempts,
  };
}

export interface LostCases {
  readonly outcome: AttemptOutcome | null;
  readonly cases: number;
}

/** See RunStore.lostCases. */
export async function lostCases(tx: Transaction, runId: string): Promise<LostCases[]> {
  const where = { runId, state: "done", result: "not-scored" };
  const groups = await tx.runCase.groupBy({ by: ["lastOutcome"], where, _count: { _all: true } });
  return groups
    .map(({ lastOutcome, _count }) => ({
      outcome: z.enum(ATTEMPT_OUTCOMES).nullable().parse(lastOutcome),
      cases: _count._all,
    }))
    .sort((a, b) => b.cases - a.cases);
}

/** See EngineRunStore.requeueCases. @throws DomainError not-found */
export async function requeueLostCases(
  tx: Transaction,
  runId: string,
  choice: LostCaseChoice,
): Promise<{ requeued: number; run: RunRecord }> {
  // Holds the run's row, so that no batch is written between counting the cases and taking them out of the summary.
  const held = await tx.$executeRaw`UPDATE "Run" SET "summary" = "summary" WHERE "id" = ${runId}`;
  if (held === 0) throw new DomainError("not-found", `There is no run ${runId}.`);
  const lost = {
    runId,
    state: "done",
    result: "not-scored",
    ...(choice.outcomes === undefined ? {} : { lastOutcome: { in: [...choice.outcomes] } }),
    ...(choice.caseIds === undefined ? {} : { caseId: { in: [...choice.caseIds] } }),
  };
  const groups = await tx.runCase.groupBy({ by: ["attemptCount"], where: lost, _count: { _all: true } });
  const before = toRunRecord(await tx.run.findUniqueOrThrow({ where: { id: runId } }));
  if (groups.length === 0) return { requeued: 0, run: before };
  const { count } = await tx.runCase.updateMany({
    where: lost,
    // An output that was not scored is one that a judge failed on: it stays, with the verdicts that were given.
    data: {
      state: "pending",
      result: null,
      errorCode: null,
      errorMessage: null,
      finishedAtMs: null,
    },
  });
  const byAttempts = new Map(groups.map((group) => [group.attemptCount, group._count._all]));
  const summary = JSON.stringify(withoutRequeued(before.summary, byAttempts));
  return { requeued: count, run: toRunRecord(await tx.run.update({ where: { id: runId }, data: { summary } })) };
}
