-- CreateTable
CREATE TABLE "SavedView" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SavedView_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunPin" (
    "workspaceId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "pinnedBy" TEXT NOT NULL,
    "pinnedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RunPin_pkey" PRIMARY KEY ("workspaceId","runId")
);

-- CreateIndex
CREATE UNIQUE INDEX "SavedView_workspaceId_page_name_key" ON "SavedView"("workspaceId", "page", "name");
