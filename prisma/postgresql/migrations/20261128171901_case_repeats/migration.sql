-- AlterTable
ALTER TABLE "RunCase" ADD COLUMN     "repeat" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "sourceId" TEXT;
