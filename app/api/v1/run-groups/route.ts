import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { createRunGroup } from "@/lib/services/create-run-group";

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const POST = apiRoute(API_ROUTES.createRunGroup, (context, { body, headers }) =>
  createRunGroup(context, body, headers["idempotency-key"] ?? null),
);
