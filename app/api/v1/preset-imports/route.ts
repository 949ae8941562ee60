import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { importPreset } from "@/lib/services/preset-document";

export const POST = apiRoute(API_ROUTES.importPreset, (context, { body }) => importPreset(context, body));
