import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { updatePool } from "@/lib/services/pools";

export const PATCH = apiRoute(API_ROUTES.updatePool, (context, { params, body }) =>
  updatePool(context, params.poolId, body),
);
