import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { createPreset, listPresets } from "@/lib/services/presets";

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.listPresets, (context, { query }) => listPresets(context, query));
export const POST = apiRoute(API_ROUTES.createPreset, (context, { body }) => createPreset(context, body));
