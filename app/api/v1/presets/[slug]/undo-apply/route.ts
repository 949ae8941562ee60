import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { undoApplyPreset } from "@/lib/services/apply-preset";

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const POST = apiRoute(API_ROUTES.undoApplyPreset, (context, { params, body }) =>
  undoApplyPreset(context, params.slug, body),
);
