import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { listLostCases } from "@/lib/services/list-lost-cases";

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.listLostCases, (context, { params }) => listLostCases(context, params.runId));
