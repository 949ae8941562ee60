import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { compareCases } from "@/lib/services/compare-cases";

export const GET = apiRoute(API_ROUTES.compareCases, (context, { query }) => compareCases(context, query));
