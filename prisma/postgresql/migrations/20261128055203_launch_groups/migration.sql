-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "groupId" TEXT,
ADD COLUMN     "note" TEXT,
ADD COLUMN     "tryFirst" INTEGER;

-- CreateIndex
CREATE INDEX "Run_groupId_idx" ON "Run"("groupId");
