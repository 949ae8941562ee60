import type { z } from "zod";
import type {
  ActivityResponse,
  activityFilter,
  activityPage,
  exportActivityQuery,
  listActivityQuery,
} from "@/lib/contracts/activity";
import { ACTIVITY_OBJECTS } from "@/lib/core/activity";
import type { ActivityFilter, ActivityRecord } from "@/lib/persistence/activity-store";
import type { ServiceContext } from "./context";
import { csvLine } from "./csv-writer";
import { describeActivity } from "./describe-activity";
import { isoTimeOf } from "./iso-time";

/** Lines of the record that are read at a time for a download. */
const EXPORT_PAGE = 500;

/** Who changed what, newest first. @throws DomainError invalid-input for a cursor that no page gave */
export async function listActivity(
  context: ServiceContext,
  query: z.output<typeof listActivityQuery>,
): Promise<z.input<typeof activityPage>> {
  const { activity } = context.stores;
  const [page, actors] = await Promise.all([
    activity.page({ ...filterOf(context, query), limit: query.limit, cursor: query.cursor }),
    activity.actors(context.actor.workspaceId),
  ]);
  return { items: page.items.map(activityView), nextCursor: page.nextCursor, actors };
}

/** The same as a file of any size, in little memory. */
export async function exportActivity(context: ServiceContext, query: z.output<typeof exportActivityQuery>) {
  const day = isoTimeOf(context.clock.now()).slice(0, 10);
  const views = viewsOf(context, filterOf(context, query));
  return query.format === "csv"
    ? { fileName: `activity-${day}.csv`, contentType: "text/csv; charset=utf-8", chunks: csvChunks(views) }
    : {
        fileName: `activity-${day}.ndjson`,
        contentType: "application/x-ndjson; charset=utf-8",
        chunks: lineChunks(views),
      };
}

async function* viewsOf(
  context: ServiceContext,
  filter: Omit<ActivityFilter, "limit" | "cursor">,
): AsyncGenerator<ActivityResponse[]> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await context.stores.activity.page({ ...filter, limit: EXPORT_PAGE, cursor });
    yield page.items.map(activityView);
    cursor = page.nextCursor;
  }
}

async function* csvChunks(views: AsyncIterable<ActivityResponse[]>): AsyncGenerator<string> {
  yield csvLine(["at", "actor", "source", "kind", "action", "object", "objectId", "name", "change", "reason"]);
  for await (const page of views) {
    yield page
      .map(({ at, actor, source, kind, action, object, change, reason }) =>
        csvLine([at, actor, source, kind, action, object.kind, object.id, object.name, change, reason]),
      )
      .join("");
  }
}

async function* lineChunks(views: AsyncIterable<ActivityResponse[]>): AsyncGenerator<string> {
  for await (const page of views) yield page.map((view) => `${JSON.stringify(view)}\n`).join("");
}

function filterOf(context: ServiceContext, query: z.output<typeof activityFilter>) {
  const { kind, object, actor, q, since } = query;
  return {
    workspaceId: context.actor.workspaceId,
    kinds: kind,
    object: object === undefined ? undefined : objectOf(object),
    actor,
    q,
    since: since === undefined ? undefined : sinceMs(since, context.clock.now()),
  };
}

/** `preset:openai-default`, as the contract has checked it. */
function objectOf(text: string): ActivityFilter["object"] {
  const cut = text.indexOf(":");
  const kind = ACTIVITY_OBJECTS.find((each) => each === text.slice(0, cut));
  return kind === undefined ? undefined : { kind, id: text.slice(cut + 1) };
}

const SPAN_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function sinceMs(since: string, now: number): number {
  const span = /^(\d+)([mhd])$/.exec(since);
  if (span === null) return Date.parse(since);
  const unit = span[2] === "m" ? "m" : span[2] === "h" ? "h" : "d";
  return now - Number(span[1]) * SPAN_MS[unit];
}

function activityView(record: ActivityRecord): ActivityResponse {
  const { id, at, actor, source, kind, action, object, reason } = record;
  return { id, at: isoTimeOf(at), actor, source, kind, action, object, change: describeActivity(record), reason };
}
