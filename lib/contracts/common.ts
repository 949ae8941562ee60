import { z } from "zod";
import { DOMAIN_ERROR_CODES } from "@/lib/core/errors";

/** ISO 8601, UTC. */
export const isoTime = z.iso.datetime();

export const errorResponse = z.object({
  error: z.object({
    code: z.enum([...DOMAIN_ERROR_CODES, "internal"]),
    message: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string(), line: z.number().int().optional() })).optional(),
  }),
});
export type ErrorResponse = z.infer<typeof errorResponse>;

/** Page size and place, for every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().min(1).optional(),
});

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
/** The contract of a page, for what names contracts as types alone. */
export type PageOf<T extends z.ZodType> = ReturnType<typeof pageOf<T>>;

/** A point in time in a query, as epoch ms. */
export const moment = z.string().transform((s, ctx) => {
  const ms = /^\d+$/.test(s) ? Number(s) : Date.parse(s);
  if (Number.isFinite(ms)) return ms;
  ctx.addIssue({ code: "custom", message: "must be an ISO 8601 time or epoch milliseconds" });
  return z.NEVER;
});

/** Several values are given by repeating the parameter or with commas. */
export const listOf = <T extends z.ZodType<string, string>>(item: T) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((v) => (Array.isArray(v) ? v : v.split(",")).map((s) => s.trim()).filter((s) => s !== ""))
    .pipe(z.array(item));
