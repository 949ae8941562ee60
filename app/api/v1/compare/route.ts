import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { compareRuns } from "@/lib/services/compare-runs";

export const GET = apiRoute(API_ROUTES.compareRuns, (context, { query }) => compareRuns(context, query));
