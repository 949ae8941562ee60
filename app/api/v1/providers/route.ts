import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { createProvider, listProviders } from "@/lib/services/providers";

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.listProviders, (context) => listProviders(context));
export const POST = apiRoute(API_ROUTES.createProvider, (context, { body }) => createProvider(context, body));
