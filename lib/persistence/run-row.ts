import { z } from "zod";
import { limitsSchema } from "@/lib/core/limits/limits";
import { runSummarySchema } from "@/lib/core/metrics/run-summary";
import { autoPauseSchema } from "@/lib/core/runs/auto-pause";
import { DEFAULT_AUTO_PAUSE } from "@/lib/core/runs/auto-pause-rules";
import { runConfigSchema } from "@/lib/core/runs/run-config";
import { RUN_STATES, STOP_REASON_CODES } from "@/lib/core/runs/run-state";
import { runPrioritySchema } from "@/lib/core/scheduling/run-priority";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { Run } from "./generated/sqlite/client";
import { parseStored } from "./stored-json";

const stopReasonSchema = z.object({ code: z.enum(STOP_REASON_CODES), message: z.string() });

const plainColumns = z.object({
  state: z.enum(RUN_STATES),
  limitsScope: z.enum(["run", "pool"]),
  priority: runPrioritySchema,
});

/** A stored run as the rest of the application sees it. @throws ZodError where the row is not one that this version wrote */
export function toRunRecord(row: Run): RunRecord {
  const { state, limitsScope, priority } = plainColumns.parse(row);
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    name: row.name,
    state,
    createdAt: row.createdAt.getTime(),
    createdBy: row.createdBy,
    startedAt: row.startedAt?.getTime() ?? null,
    finishedAt: row.finishedAt?.getTime() ?? null,
    activeMs: row.activeMs,
    providerId: row.providerId,
    poolId: row.poolId,
    config: parseStored(runConfigSchema, row.config),
    limits: parseStored(limitsSchema, row.limits),
    limitsScope,
    limitsRevision: row.limitsRevision,
    preset: row.preset,
    presetEdited: row.presetEdited,
    priority,
    // Runs of before there were rules go by today's.
    autoPause: row.autoPause === null ? DEFAULT_AUTO_PAUSE : parseStored(autoPauseSchema, row.autoPause),
    totalCases: row.totalCases,
    summary: parseStored(runSummarySchema, row.summary),
    stopReason: row.stopReason === null ? null : parseStored(stopReasonSchema, row.stopReason),
    note: row.note,
    tryFirst: row.tryFirst,
    groupId: row.groupId,
  };
}
