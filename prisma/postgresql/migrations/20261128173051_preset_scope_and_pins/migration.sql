-- AlterTable
ALTER TABLE "LimitChange" ADD COLUMN     "preset" TEXT;

-- AlterTable
ALTER TABLE "Preset" ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "scopeModel" TEXT,
ADD COLUMN     "scopeProvider" TEXT;

-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "presetEdited" BOOLEAN NOT NULL DEFAULT false;

-- Until now a run kept the pin of its launch, and every later change counted as an edit.
UPDATE "LimitChange" SET "preset" = (SELECT r."preset" FROM "Run" r WHERE r."id" = "LimitChange"."runId") WHERE "runId" IS NOT NULL;
UPDATE "Run" SET "presetEdited" = true WHERE "preset" IS NOT NULL AND "limitsRevision" > 1;
