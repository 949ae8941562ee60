import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { applyPreset } from "@/lib/services/apply-preset";

export const POST = apiRoute(API_ROUTES.applyPreset, (context, { params, body }) =>
  applyPreset(context, params.slug, body),
);
