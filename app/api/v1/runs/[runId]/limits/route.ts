import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { updateRunLimits } from "@/lib/services/update-run-limits";

export const PATCH = apiRoute(API_ROUTES.updateRunLimits, (context, { params, body }) =>
  updateRunLimits(context, params.runId, body),
);
