import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { putPrices, readPrices } from "@/lib/services/prices";

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as POST } from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.getPrices, (context) => readPrices(context));
export const PUT = apiRoute(API_ROUTES.putPrices, (context, { body }) => putPrices(context, body));
