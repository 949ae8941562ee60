import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { createPresetVersion, listPresetVersions } from "@/lib/services/presets";

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.listPresetVersions, (context, { params }) =>
  listPresetVersions(context, params.slug),
);
export const POST = apiRoute(API_ROUTES.createPresetVersion, (context, { params, body }) =>
  createPresetVersion(context, params.slug, body),
);
