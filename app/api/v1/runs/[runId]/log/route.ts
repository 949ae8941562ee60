import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { readRunLog } from "@/lib/services/read-run-log";

export const GET = apiRoute(API_ROUTES.listLog, (context, { params, query }) =>
  readRunLog(context, params.runId, query),
);
