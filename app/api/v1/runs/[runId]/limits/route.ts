import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { updateRunLimits } from "@/lib/services/update-run-limits";

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const PATCH = apiRoute(API_ROUTES.updateRunLimits, (context, { params, body }) =>
  updateRunLimits(context, params.runId, body),
);
