-- DropIndex
DROP INDEX "RunCase_runId_ord_state_result_attemptCount_outcomes_idx";

-- CreateIndex
CREATE INDEX "RunCase_list_idx" ON "RunCase"("runId", "ord", "state", "result", "attemptCount", "outcomes", "limiterWaitMs", "backoffMs", "providerLatencyMs", "inputTokens", "outputTokens", "costUsd", "finishedAtMs");
