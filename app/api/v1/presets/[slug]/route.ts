import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { deletePreset, getPreset, updatePreset } from "@/lib/services/presets";

export { noSuchRoute as POST, noSuchRoute as PUT } from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.getPreset, (context, { params }) => getPreset(context, params.slug));
export const PATCH = apiRoute(API_ROUTES.updatePreset, (context, { params, body }) =>
  updatePreset(context, params.slug, body),
);
export const DELETE = apiRoute(API_ROUTES.deletePreset, (context, { params }) => deletePreset(context, params.slug));
