import { processRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { eventStreamResponse } from "@/lib/http/event-stream";

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const GET = processRoute(API_ROUTES.watchRun, async ({ context, watch }, { params, query, headers, request }) =>
  eventStreamResponse({
    feed: await watch.feed(context, params.runId),
    after: headers["last-event-id"] ?? query.lastEventId ?? null,
    signal: request.signal,
  }),
);
