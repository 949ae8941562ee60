import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { launchRun } from "@/lib/services/launch-run";
import { listRuns } from "@/lib/services/read-runs";

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.listRuns, (context, { query }) => listRuns(context, query));
export const POST = apiRoute(API_ROUTES.createRun, (context, { body, headers }) =>
  launchRun(context, body, headers["idempotency-key"] ?? null),
);
