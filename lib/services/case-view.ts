import type { z } from "zod";
import type { attemptResponse, CaseResponse } from "@/lib/contracts/run-cases";
import { spendOf } from "@/lib/core/pricing/spend";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import type { LiveCase } from "@/lib/engine/ports/live-state";
import type { CaseRecord } from "@/lib/persistence/case-store";
import { isoTimeOf, isoTimeOrNull } from "./iso-time";

/** A stored case as the API shows it; where the engine works on it, with what it does now. */
export function caseView(record: CaseRecord, live: LiveCase | undefined): CaseResponse {
  const running = record.state === "pending" && live !== undefined;
  const attempts = running ? live.attempts : record.attempts;
  const spent = spendOf(attempts.map((attempt) => attempt.costUsd));
  const times = running ? timesOf(attempts) : record;
  return {
    ord: record.ord,
    caseId: record.caseId,
    sourceCaseId: record.sourceCaseId,
    repeat: record.repeat,
    state: record.state === "done" ? "done" : running ? "running" : "pending",
    activity: running ? live.activity : null,
    result: record.result,
    output: record.output,
    outputIsCut: record.outputIsCut,
    scores: [...record.scores],
    attempts: attempts.map(attemptView),
    attemptCount: running ? attempts.length : record.attemptCount,
    limiterWaitMs: times.limiterWaitMs,
    backoffMs: times.backoffMs,
    providerLatencyMs: times.providerLatencyMs,
    tokens: { input: record.inputTokens, output: record.outputTokens },
    costUsd: spent.usd,
    costUnknownCalls: spent.unknownCalls,
    error: record.error,
    finishedAt: isoTimeOrNull(record.finishedAt),
  };
}

function attemptView(attempt: AttemptRecord): z.output<typeof attemptResponse> {
  return { ...attempt, startedAt: isoTimeOf(attempt.startedAt) };
}

function timesOf(attempts: readonly AttemptRecord[]) {
  const sum = (pick: (attempt: AttemptRecord) => number) =>
    attempts.reduce((total, attempt) => total + pick(attempt), 0);
  return {
    limiterWaitMs: sum((attempt) => attempt.limiterWaitMs),
    backoffMs: sum((attempt) => attempt.backoffMs),
    // As the engine counts it for a case that is done: of the attempt that decided it.
    providerLatencyMs: attempts.at(-1)?.providerLatencyMs ?? 0,
  };
}
