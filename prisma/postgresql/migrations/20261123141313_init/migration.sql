-- CreateTable
CREATE TABLE "Dataset" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "caseCount" INTEGER NOT NULL,
    "variables" TEXT NOT NULL,
    "hasExpected" BOOLEAN NOT NULL,
    "meanCharacters" DOUBLE PRECISION NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "ready" BOOLEAN NOT NULL DEFAULT false,
    "archivedAt" TIMESTAMP(3),

    CONSTRAINT "Dataset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DatasetCase" (
    "datasetId" TEXT NOT NULL,
    "ord" INTEGER NOT NULL,
    "caseId" TEXT NOT NULL,
    "vars" TEXT NOT NULL,
    "expected" TEXT NOT NULL,
    "metadata" TEXT NOT NULL,

    CONSTRAINT "DatasetCase_pkey" PRIMARY KEY ("datasetId","ord")
);

-- CreateTable
CREATE TABLE "DayCount" (
    "ownerId" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "started" INTEGER NOT NULL,

    CONSTRAINT "DayCount_pkey" PRIMARY KEY ("ownerId")
);

-- CreateTable
CREATE TABLE "Preset" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "archivedAt" TIMESTAMP(3),

    CONSTRAINT "Preset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PresetVersion" (
    "id" TEXT NOT NULL,
    "presetId" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "limits" TEXT NOT NULL,
    "message" TEXT,
    "author" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "parent" INTEGER,

    CONSTRAINT "PresetVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PriceTableVersion" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "rows" TEXT NOT NULL,
    "reason" TEXT,
    "author" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PriceTableVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Provider" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "baseUrl" TEXT,
    "apiKeyCipher" TEXT,
    "apiKeyLast4" TEXT,
    "models" TEXT NOT NULL,
    "simulated" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "archivedAt" TIMESTAMP(3),

    CONSTRAINT "Provider_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Pool" (
    "id" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "limits" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "origin" TEXT NOT NULL,

    CONSTRAINT "Pool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PoolLearned" (
    "poolId" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "updatedAt" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "PoolLearned_pkey" PRIMARY KEY ("poolId")
);

-- CreateTable
CREATE TABLE "PoolHistory" (
    "poolId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" DOUBLE PRECISION NOT NULL,
    "kind" TEXT NOT NULL,
    "dimension" TEXT NOT NULL,
    "oldValue" DOUBLE PRECISION,
    "newValue" DOUBLE PRECISION NOT NULL,
    "why" TEXT NOT NULL,

    CONSTRAINT "PoolHistory_pkey" PRIMARY KEY ("poolId","seq")
);

-- CreateTable
CREATE TABLE "LimitChange" (
    "id" TEXT NOT NULL,
    "poolId" TEXT,
    "runId" TEXT,
    "revision" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT,
    "source" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT NOT NULL,

    CONSTRAINT "LimitChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Run" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),
    "activeMs" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "datasetId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "poolId" TEXT NOT NULL,
    "config" TEXT NOT NULL,
    "limits" TEXT NOT NULL,
    "limitsScope" TEXT NOT NULL,
    "limitsRevision" INTEGER NOT NULL DEFAULT 1,
    "preset" TEXT,
    "priority" TEXT NOT NULL DEFAULT 'normal',
    "autoPause" TEXT,
    "totalCases" INTEGER NOT NULL,
    "summary" TEXT NOT NULL,
    "stopReason" TEXT,
    "idempotencyKey" TEXT,
    "requestHash" TEXT,

    CONSTRAINT "Run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunCase" (
    "runId" TEXT NOT NULL,
    "ord" INTEGER NOT NULL,
    "caseId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "result" TEXT,
    "output" TEXT,
    "scores" TEXT,
    "attempts" TEXT,
    "attemptCount" INTEGER NOT NULL DEFAULT 0,
    "outcomes" TEXT NOT NULL DEFAULT '',
    "lastOutcome" TEXT,
    "limiterWaitMs" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "backoffMs" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "providerLatencyMs" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "inputTokens" INTEGER,
    "outputTokens" INTEGER,
    "costUsd" DOUBLE PRECISION,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "finishedAtMs" DOUBLE PRECISION,

    CONSTRAINT "RunCase_pkey" PRIMARY KEY ("runId","ord")
);

-- CreateTable
CREATE TABLE "RunTick" (
    "runId" TEXT NOT NULL,
    "t" DOUBLE PRECISION NOT NULL,
    "poolId" TEXT NOT NULL,
    "data" TEXT NOT NULL,

    CONSTRAINT "RunTick_pkey" PRIMARY KEY ("runId","t","poolId")
);

-- CreateTable
CREATE TABLE "RunLog" (
    "runId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" DOUBLE PRECISION NOT NULL,
    "kind" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "caseId" TEXT,
    "actor" TEXT,
    "count" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "RunLog_pkey" PRIMARY KEY ("runId","seq")
);

-- CreateTable
CREATE TABLE "Workspace" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EngineLease" (
    "id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "expiresAt" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "EngineLease_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Dataset_workspaceId_idx" ON "Dataset"("workspaceId");

-- CreateIndex
CREATE UNIQUE INDEX "DatasetCase_datasetId_caseId_key" ON "DatasetCase"("datasetId", "caseId");

-- CreateIndex
CREATE UNIQUE INDEX "Preset_workspaceId_slug_key" ON "Preset"("workspaceId", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "PresetVersion_presetId_n_key" ON "PresetVersion"("presetId", "n");

-- CreateIndex
CREATE UNIQUE INDEX "PriceTableVersion_workspaceId_n_key" ON "PriceTableVersion"("workspaceId", "n");

-- CreateIndex
CREATE INDEX "Provider_workspaceId_idx" ON "Provider"("workspaceId");

-- CreateIndex
CREATE UNIQUE INDEX "Pool_providerId_model_key" ON "Pool"("providerId", "model");

-- CreateIndex
CREATE INDEX "LimitChange_poolId_revision_idx" ON "LimitChange"("poolId", "revision");

-- CreateIndex
CREATE INDEX "LimitChange_runId_revision_idx" ON "LimitChange"("runId", "revision");

-- CreateIndex
CREATE INDEX "Run_workspaceId_createdAt_idx" ON "Run"("workspaceId", "createdAt");

-- CreateIndex
CREATE INDEX "Run_state_idx" ON "Run"("state");

-- CreateIndex
CREATE INDEX "Run_datasetId_idx" ON "Run"("datasetId");

-- CreateIndex
CREATE INDEX "Run_providerId_idx" ON "Run"("providerId");

-- CreateIndex
CREATE INDEX "Run_preset_idx" ON "Run"("preset");

-- CreateIndex
CREATE UNIQUE INDEX "Run_workspaceId_idempotencyKey_key" ON "Run"("workspaceId", "idempotencyKey");

-- CreateIndex
CREATE INDEX "RunCase_runId_state_ord_idx" ON "RunCase"("runId", "state", "ord");

-- CreateIndex
CREATE INDEX "RunCase_runId_ord_state_result_attemptCount_outcomes_idx" ON "RunCase"("runId", "ord", "state", "result", "attemptCount", "outcomes");

-- CreateIndex
CREATE UNIQUE INDEX "RunCase_runId_caseId_key" ON "RunCase"("runId", "caseId");

-- AddForeignKey
ALTER TABLE "DatasetCase" ADD CONSTRAINT "DatasetCase_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PresetVersion" ADD CONSTRAINT "PresetVersion_presetId_fkey" FOREIGN KEY ("presetId") REFERENCES "Preset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pool" ADD CONSTRAINT "Pool_providerId_fkey" FOREIGN KEY ("providerId") REFERENCES "Provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PoolLearned" ADD CONSTRAINT "PoolLearned_poolId_fkey" FOREIGN KEY ("poolId") REFERENCES "Pool"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PoolHistory" ADD CONSTRAINT "PoolHistory_poolId_fkey" FOREIGN KEY ("poolId") REFERENCES "Pool"("id") ON DELETE CASCADE ON UPDATE CASCADE;
