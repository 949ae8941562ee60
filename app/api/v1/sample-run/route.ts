import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { createSampleRun } from "@/lib/services/sample-run";

export const POST = apiRoute(API_ROUTES.createSampleRun, (context, { headers }) =>
  createSampleRun(context, headers["idempotency-key"] ?? null),
);
