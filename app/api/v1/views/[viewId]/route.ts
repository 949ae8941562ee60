import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { deleteView, updateView } from "@/lib/services/saved-views";

export { noSuchRoute as GET, noSuchRoute as POST, noSuchRoute as PUT } from "@/lib/http/no-such-route";

export const PATCH = apiRoute(API_ROUTES.updateView, (context, { params, body }) =>
  updateView(context, params.viewId, body),
);
export const DELETE = apiRoute(API_ROUTES.deleteView, async (context, { params }) => {
  await deleteView(context, params.viewId);
  return undefined;
});
