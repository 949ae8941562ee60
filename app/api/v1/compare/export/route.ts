import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { downloadResponse } from "@/lib/http/download-response";
import { exportComparison } from "@/lib/services/export-comparison";

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.exportComparison, async (context, { query }) =>
  downloadResponse(await exportComparison(context, query)),
);
