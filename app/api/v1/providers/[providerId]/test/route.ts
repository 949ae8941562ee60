import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { testProvider } from "@/lib/services/test-provider";

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const POST = apiRoute(API_ROUTES.testProvider, (context, { params, body, request }) =>
  testProvider(context, params.providerId, body, request.signal),
);
