import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { downloadResponse } from "@/lib/http/download-response";
import { exportRunLog } from "@/lib/services/read-run-log";

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.exportLog, async (context, { params, query }) =>
  downloadResponse(await exportRunLog(context, params.runId, query)),
);
