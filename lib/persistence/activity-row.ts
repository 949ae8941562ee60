import { z } from "zod";
import { ACTIVITY_KINDS, ACTIVITY_OBJECTS, ACTIVITY_SOURCES } from "@/lib/core/activity";

/** One line as the statement of `activitySources` gives it. */
export const activityRow = z.object({
  id: z.string(),
  at: z.number(),
  actor: z.string(),
  source: z.enum(ACTIVITY_SOURCES).nullable(),
  kind: z.enum(ACTIVITY_KINDS),
  action: z.string(),
  objectKind: z.enum(ACTIVITY_OBJECTS),
  objectId: z.string(),
  objectName: z.string(),
  change: z.string().nullable(),
  reason: z.string().nullable(),
  detail: z.enum(["words", "limits", "preset", "prices"]),
});
export type ActivityRow = z.infer<typeof activityRow>;
