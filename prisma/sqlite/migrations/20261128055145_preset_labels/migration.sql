-- CreateTable
CREATE TABLE "PresetLabel" (
    "presetId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "movedAt" DATETIME NOT NULL,
    "movedBy" TEXT NOT NULL,
    "reason" TEXT,

    PRIMARY KEY ("presetId", "name"),
    CONSTRAINT "PresetLabel_presetId_fkey" FOREIGN KEY ("presetId") REFERENCES "Preset" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PresetLabelMove" (
    "presetId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "fromN" INTEGER,
    "toN" INTEGER,
    "at" DATETIME NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT,
    "source" TEXT NOT NULL,

    PRIMARY KEY ("presetId", "seq"),
    CONSTRAINT "PresetLabelMove_presetId_fkey" FOREIGN KEY ("presetId") REFERENCES "Preset" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
