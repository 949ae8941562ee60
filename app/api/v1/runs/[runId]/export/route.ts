import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { downloadResponse } from "@/lib/http/download-response";
import { exportRun } from "@/lib/services/export-run";

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.exportRun, async (context, { params, query }) =>
  downloadResponse(await exportRun(context, params.runId, query)),
);
