import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { pauseRun } from "@/lib/services/control-run";

export const POST = apiRoute(API_ROUTES.pauseRun, (context, { params, body }) => pauseRun(context, params.runId, body));
