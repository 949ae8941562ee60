import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { updatePool } from "@/lib/services/pools";

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const PATCH = apiRoute(API_ROUTES.updatePool, (context, { params, body }) =>
  updatePool(context, params.poolId, body),
);
