-- AlterTable
ALTER TABLE "PresetVersion" ADD COLUMN     "source" TEXT;

-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "autoPause" TEXT;

-- CreateTable
CREATE TABLE "Activity" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "at" DOUBLE PRECISION NOT NULL,
    "actor" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "objectKind" TEXT NOT NULL,
    "objectId" TEXT NOT NULL,
    "objectName" TEXT NOT NULL,
    "change" TEXT,
    "reason" TEXT,

    CONSTRAINT "Activity_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Activity_workspaceId_at_idx" ON "Activity"("workspaceId", "at");

-- What was done before there was this table, as far as it is known.
INSERT INTO "Activity" ("id", "workspaceId", "at", "actor", "source", "kind", "action", "objectKind", "objectId", "objectName")
SELECT 'act_' || "id", "workspaceId", ROUND(EXTRACT(EPOCH FROM "createdAt") * 1000), "createdBy", 'launch', 'runs', 'launched', 'run', "id", "name" FROM "Run";

INSERT INTO "Activity" ("id", "workspaceId", "at", "actor", "source", "kind", "action", "objectKind", "objectId", "objectName")
SELECT 'act_' || "id", "workspaceId", ROUND(EXTRACT(EPOCH FROM "createdAt") * 1000), "createdBy", 'launch', 'datasets', 'imported', 'dataset', "id", "name" FROM "Dataset" WHERE "ready";
