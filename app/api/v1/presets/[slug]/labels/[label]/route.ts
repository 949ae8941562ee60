import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { movePresetLabel, removePresetLabel } from "@/lib/services/preset-labels";

export { noSuchRoute as GET, noSuchRoute as PATCH, noSuchRoute as POST } from "@/lib/http/no-such-route";

export const PUT = apiRoute(API_ROUTES.movePresetLabel, (context, { params, body }) =>
  movePresetLabel(context, params, body),
);
export const DELETE = apiRoute(API_ROUTES.removePresetLabel, (context, { params }) =>
  removePresetLabel(context, params),
);
