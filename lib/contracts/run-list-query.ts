import { z } from "zod";
import { RUN_STATES } from "@/lib/core/runs/run-state";
import { listOf, pageQuery } from "./common";
import { momentMs, readMomentText, utcCalendar } from "./moment-text";
import { RUN_SORTS } from "./run-choices";

/** One end of a span of time, as epoch ms. A day is one of UTC: pages send instants. */
const createdBound = (name: "from" | "to") =>
  z.string().transform((text, ctx) => {
    const moment = readMomentText(text);
    if (moment !== null && moment.kind !== "local") return momentMs(moment, name, utcCalendar);
    const message = `${name} must be a time with its zone (2026-01-31T14:00:00Z) or a day (2026-01-31)`;
    ctx.addIssue({ code: "custom", message });
    return z.NEVER;
  });

const runFilters = pageQuery.extend({
  q: z.string().max(200).optional(),
  state: listOf(z.enum(RUN_STATES)).optional(),
  providerId: listOf(z.string()).optional(),
  model: listOf(z.string()).optional(),
  datasetId: listOf(z.string()).optional(),
  /** `slug` for any version, or `slug@n`. */
  preset: listOf(z.string()).optional(),
  /** Created so long ago at most: minutes, hours, days or weeks. */
  since: z
    .string()
    .regex(/^[1-9]\d{0,3}[mhdw]$/, { error: "since must be a span like 30m, 24h, 7d or 4w" })
    .optional(),
  /** Created at this time or later: ISO 8601, or a day from its start (UTC). Not beside `since`. */
  from: createdBound("from").optional(),
  /** Created before this time: ISO 8601, or a day to its end (UTC). Not beside `since`. */
  to: createdBound("to").optional(),
  /** Names of those who launched them. */
  by: listOf(z.string()).optional(),
  sort: z.enum(RUN_SORTS, { error: `sort must be one of ${RUN_SORTS.join(", ")}` }).default("-started"),
  /** `true`: pinned runs first, then those that are going on, each part in the order asked for. */
  float: z.enum(["true", "false"], { error: "float must be true or false" }).default("false"),
  /** The runs of one matrix. */
  group: z.string().optional(),
});

export const listRunsQuery = runFilters
  .refine(({ since, from, to }) => since === undefined || (from === undefined && to === undefined), {
    error: "give either since, or from and to",
    path: ["since"],
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    error: "to must be later than from",
    path: ["to"],
  });
