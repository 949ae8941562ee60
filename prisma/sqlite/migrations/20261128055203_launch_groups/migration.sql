-- AlterTable
ALTER TABLE "Run" ADD COLUMN "groupId" TEXT;
ALTER TABLE "Run" ADD COLUMN "note" TEXT;
ALTER TABLE "Run" ADD COLUMN "tryFirst" INTEGER;

-- CreateIndex
CREATE INDEX "Run_groupId_idx" ON "Run"("groupId");
