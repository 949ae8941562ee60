import { z } from "zod";
import { isoTime } from "./common";
import { metricsBucket } from "./metrics";
import { logEntryResponse } from "./run-log";
import { runResponse } from "./runs";

/**
 * The events of `GET /api/v1/runs/:id/events`. Each has a growing id; `Last-Event-ID` resumes after it.
 * A stream without it begins with `snapshot`. Where the ids asked for are gone (server restarted, too long away)
 * it begins with `reset` and then `snapshot`: fetch metrics and log anew.
 */
export const runEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("snapshot"), run: runResponse }),
  z.object({ type: z.literal("reset"), reason: z.string() }),
  /** Once a second while the run is active: the second that just ended, and the run as it now stands. */
  z.object({ type: z.literal("tick"), bucket: metricsBucket, run: runResponse }),
  z.object({ type: z.literal("state"), run: runResponse, actor: z.string().nullable() }),
  z.object({
    type: z.literal("limit"),
    at: isoTime,
    scope: z.enum(["run", "pool"]),
    actor: z.string(),
    reason: z.string().nullable(),
    text: z.string(),
    run: runResponse,
  }),
  z.object({ type: z.literal("cooldown"), at: isoTime, until: isoTime, reason: z.string() }),
  z.object({ type: z.literal("log"), entry: logEntryResponse }),
]);
export type RunEvent = z.infer<typeof runEvent>;
