import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { undoApplyPreset } from "@/lib/services/apply-preset";

export const POST = apiRoute(API_ROUTES.undoApplyPreset, (context, { params, body }) =>
  undoApplyPreset(context, params.slug, body),
);
