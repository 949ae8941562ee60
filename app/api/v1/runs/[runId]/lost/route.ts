import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { listLostCases } from "@/lib/services/list-lost-cases";

export const GET = apiRoute(API_ROUTES.listLostCases, (context, { params }) => listLostCases(context, params.runId));
