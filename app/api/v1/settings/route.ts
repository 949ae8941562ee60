import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { readSettings, updateSettings } from "@/lib/services/workspace-settings";

export { noSuchRoute as DELETE, noSuchRoute as POST, noSuchRoute as PUT } from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.getSettings, (context) => readSettings(context));
export const PATCH = apiRoute(API_ROUTES.updateSettings, (context, { body }) => updateSettings(context, body));
