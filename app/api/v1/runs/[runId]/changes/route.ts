import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { listRunChanges } from "@/lib/services/update-run-limits";

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.listRunChanges, (context, { params }) => listRunChanges(context, params.runId));
