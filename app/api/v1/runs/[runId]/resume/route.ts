import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { resumeRun } from "@/lib/services/control-run";

export const POST = apiRoute(API_ROUTES.resumeRun, (context, { params }) => resumeRun(context, params.runId));
