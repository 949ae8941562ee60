import { z } from "zod";
import { ACTIVITY_KINDS, ACTIVITY_OBJECTS, ACTIVITY_SOURCES } from "@/lib/core/activity";
import { isoTime, pageOf, pageQuery } from "./common";

const sinceSays = "since must be a time (2026-01-31T00:00:00Z) or a span back from now (30m, 24h, 7d)";
const objectSays = `object must be <kind>:<id>, the kind one of ${ACTIVITY_OBJECTS.join(", ")}`;

export const activityFilter = z.object({
  kind: z
    .string()
    .transform((text) => text.split(",").filter((part) => part !== ""))
    .pipe(z.array(z.enum(ACTIVITY_KINDS, { error: `kind must be of ${ACTIVITY_KINDS.join(", ")}` })))
    .optional(),
  /** `preset:openai-default`, `run:run_x`. */
  object: z
    .string()
    .max(300)
    .regex(new RegExp(`^(${ACTIVITY_OBJECTS.join("|")}):.+$`), { error: objectSays })
    .optional(),
  actor: z.string().min(1).max(200).optional(),
  q: z.string().max(200).optional(),
  since: z.union([z.string().regex(/^[1-9]\d{0,3}[mhd]$/), isoTime, z.iso.date()], { error: sinceSays }).optional(),
});

export const listActivityQuery = activityFilter.extend(pageQuery.shape);

export const exportActivityQuery = activityFilter.extend({
  format: z.enum(["csv", "ndjson"], { error: "format must be csv or ndjson" }).default("csv"),
});

export const activityResponse = z.object({
  id: z.string(),
  at: isoTime,
  actor: z.string(),
  /** Our own pages, a program, or the engine by itself; null where nobody noted it. */
  source: z.enum(ACTIVITY_SOURCES).nullable(),
  kind: z.enum(ACTIVITY_KINDS),
  /** In the past tense: `paused`. */
  action: z.string(),
  /** `name` as it was then. */
  object: z.object({ kind: z.enum(ACTIVITY_OBJECTS), id: z.string(), name: z.string() }),
  /** What became of what, in words: `5→8 rps`. */
  change: z.string().nullable(),
  reason: z.string().nullable(),
});
export type ActivityResponse = z.infer<typeof activityResponse>;

/** `actors`: all who are on record, for the filter. */
export const activityPage = pageOf(activityResponse).extend({ actors: z.array(z.string()) });
