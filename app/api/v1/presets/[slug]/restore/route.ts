import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { restorePreset } from "@/lib/services/presets";

export const POST = apiRoute(API_ROUTES.restorePreset, (context, { params, body }) =>
  restorePreset(context, params.slug, body),
);
