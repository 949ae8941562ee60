import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { createSampleRun } from "@/lib/services/sample-run";

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const POST = apiRoute(API_ROUTES.createSampleRun, (context, { headers }) =>
  createSampleRun(context, headers["idempotency-key"] ?? null),
);
