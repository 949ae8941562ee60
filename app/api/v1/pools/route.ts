import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { listPools } from "@/lib/services/pools";

export const GET = apiRoute(API_ROUTES.listPools, (context) => listPools(context));
