import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { forecast } from "@/lib/services/forecast";

export const POST = apiRoute(API_ROUTES.forecast, (context, { body }) => forecast(context, body));
