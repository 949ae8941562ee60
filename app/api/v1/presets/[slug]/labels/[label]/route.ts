import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { movePresetLabel, removePresetLabel } from "@/lib/services/preset-labels";

export const PUT = apiRoute(API_ROUTES.movePresetLabel, (context, { params, body }) =>
  movePresetLabel(context, params, body),
);
export const DELETE = apiRoute(API_ROUTES.removePresetLabel, (context, { params }) =>
  removePresetLabel(context, params),
);
