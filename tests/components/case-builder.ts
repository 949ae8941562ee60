import type { CaseResponse } from "@/lib/contracts/run-cases";

/** A case that passed with its first attempt, with overrides. */
export function caseWith(over: Partial<CaseResponse> = {}): CaseResponse {
  return {
    caseId: "1",
    sourceCaseId: over.caseId ?? "1",
    repeat: 1,
    ord: 0,
    state: "done",
    activity: null,
    result: "passed",
    output: "4",
    outputIsCut: false,
    scores: [],
    attempts: [],
    attemptCount: 1,
    limiterWaitMs: 0,
    backoffMs: 0,
    providerLatencyMs: 1200,
    tokens: { input: 900, output: 100 },
    costUsd: null,
    costUnknownCalls: 0,
    error: null,
    finishedAt: null,
    ...over,
  };
}
