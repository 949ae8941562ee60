import { z } from "zod";
import { isoTime, listOf, moment, pageOf, pageQuery } from "./common";
import { LOG_KINDS, LOG_LEVELS } from "./run-choices";

export const logEntryResponse = z.object({
  id: z.string(),
  at: isoTime,
  kind: z.enum(LOG_KINDS),
  level: z.enum(LOG_LEVELS),
  text: z.string(),
  caseId: z.string().nullable(),
  actor: z.string().nullable(),
  /** Entries alike that were folded into this one. */
  count: z.number().int(),
});

export type LogEntryResponse = z.infer<typeof logEntryResponse>;

export const listLogQuery = pageQuery.extend({
  level: listOf(z.enum(LOG_LEVELS)).optional(),
  kind: listOf(z.enum(LOG_KINDS)).optional(),
  q: z.string().max(200).optional(),
  /** Entries from `from` (inclusive) to `to` (exclusive). */
  from: moment.optional(),
  to: moment.optional(),
});

export const exportLogQuery = listLogQuery.omit({ limit: true, cursor: true });

export const addNoteRequest = z.strictObject({
  text: z
    .string({ error: "text must be a string" })
    .trim()
    .min(1, { error: "text must not be empty" })
    .max(500, { error: "text must not be longer than 500 characters" }),
});

export const logPage = pageOf(logEntryResponse);
