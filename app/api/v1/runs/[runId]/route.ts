import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { adjustRun } from "@/lib/services/control-run";
import { deleteRun } from "@/lib/services/delete-run";
import { readRun } from "@/lib/services/read-runs";

export { noSuchRoute as POST, noSuchRoute as PUT } from "@/lib/http/no-such-route";

export const PATCH = apiRoute(API_ROUTES.updateRun, (context, { params, body }) =>
  adjustRun(context, params.runId, body),
);
export const GET = apiRoute(API_ROUTES.getRun, (context, { params }) => readRun(context, params.runId));
export const DELETE = apiRoute(API_ROUTES.deleteRun, (context, { params }) => deleteRun(context, params.runId));
