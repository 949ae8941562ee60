import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { compareRuns } from "@/lib/services/compare-runs";

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.compareRuns, (context, { query }) => compareRuns(context, query));
