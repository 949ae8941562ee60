import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { pinRun } from "@/lib/services/pin-runs";

export { noSuchRoute as GET, noSuchRoute as PATCH, noSuchRoute as POST } from "@/lib/http/no-such-route";

export const PUT = apiRoute(API_ROUTES.pinRun, (context, { params }) => pinRun(context, params.runId, true));
export const DELETE = apiRoute(API_ROUTES.unpinRun, (context, { params }) => pinRun(context, params.runId, false));
