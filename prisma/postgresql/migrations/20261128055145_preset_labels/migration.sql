-- CreateTable
CREATE TABLE "PresetLabel" (
    "presetId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "movedAt" TIMESTAMP(3) NOT NULL,
    "movedBy" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "PresetLabel_pkey" PRIMARY KEY ("presetId","name")
);

-- CreateTable
CREATE TABLE "PresetLabelMove" (
    "presetId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "fromN" INTEGER,
    "toN" INTEGER,
    "at" TIMESTAMP(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT,
    "source" TEXT NOT NULL,

    CONSTRAINT "PresetLabelMove_pkey" PRIMARY KEY ("presetId","seq")
);

-- AddForeignKey
ALTER TABLE "PresetLabel" ADD CONSTRAINT "PresetLabel_presetId_fkey" FOREIGN KEY ("presetId") REFERENCES "Preset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PresetLabelMove" ADD CONSTRAINT "PresetLabelMove_presetId_fkey" FOREIGN KEY ("presetId") REFERENCES "Preset"("id") ON DELETE CASCADE ON UPDATE CASCADE;
