import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { createView, listViews } from "@/lib/services/saved-views";

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.listViews, (context, { query }) => listViews(context, query));
export const POST = apiRoute(API_ROUTES.createView, (context, { body }) => createView(context, body));
