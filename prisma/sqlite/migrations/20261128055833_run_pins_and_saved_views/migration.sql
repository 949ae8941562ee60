-- CreateTable
CREATE TABLE "SavedView" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "RunPin" (
    "workspaceId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "pinnedBy" TEXT NOT NULL,
    "pinnedAt" DATETIME NOT NULL,

    PRIMARY KEY ("workspaceId", "runId")
);

-- CreateIndex
CREATE UNIQUE INDEX "SavedView_workspaceId_page_name_key" ON "SavedView"("workspaceId", "page", "name");
