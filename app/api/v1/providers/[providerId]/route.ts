import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { deleteProvider, getProvider, updateProvider } from "@/lib/services/providers";

export { noSuchRoute as POST, noSuchRoute as PUT } from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.getProvider, (context, { params }) => getProvider(context, params.providerId));
export const PATCH = apiRoute(API_ROUTES.updateProvider, (context, { params, body }) =>
  updateProvider(context, params.providerId, body),
);
export const DELETE = apiRoute(API_ROUTES.deleteProvider, (context, { params }) =>
  deleteProvider(context, params.providerId),
);
