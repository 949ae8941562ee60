import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { listRubrics } from "@/lib/services/ready-rubrics";

export const GET = apiRoute(API_ROUTES.listRubrics, () => listRubrics());
