import { z } from "zod";
import { isoTime } from "./common";

/** Lists that have saved views. */
const VIEW_PAGES = ["runs"] as const;

const name = z.string().trim().min(1, { error: "name must not be empty" }).max(80);
/** A query string without the question mark. */
const query = z
  .string()
  .max(2000)
  .regex(/^[^?#\s]*$/, { error: "query must be a query string, e.g. state=finished&q=nightly" });

export const listViewsQuery = z.object({ page: z.enum(VIEW_PAGES).default("runs") });

export const createViewRequest = z.strictObject({ page: z.enum(VIEW_PAGES).default("runs"), name, query });
export const updateViewRequest = z
  .strictObject({ name: name.optional(), query: query.optional() })
  .refine((view) => view.name !== undefined || view.query !== undefined, { error: "give name or query" });

export const viewResponse = z.object({
  id: z.string(),
  page: z.enum(VIEW_PAGES),
  name: z.string(),
  query: z.string(),
  createdBy: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type ViewResponse = z.infer<typeof viewResponse>;
export const viewList = z.object({ items: z.array(viewResponse) });
