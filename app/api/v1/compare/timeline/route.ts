import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { compareTimeline } from "@/lib/services/compare-timeline";

export const GET = apiRoute(API_ROUTES.compareTimeline, (context, { query }) => compareTimeline(context, query));
