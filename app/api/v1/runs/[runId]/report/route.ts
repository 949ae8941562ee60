import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { downloadResponse } from "@/lib/http/download-response";
import { runReport } from "@/lib/report/run-report";
import { readReport } from "@/lib/services/read-report";

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.getRunReport, async (context, { params }) =>
  downloadResponse(runReport(await readReport(context, params.runId))),
);
