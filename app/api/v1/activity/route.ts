import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { listActivity } from "@/lib/services/read-activity";

export const GET = apiRoute(API_ROUTES.listActivity, (context, { query }) => listActivity(context, query));
