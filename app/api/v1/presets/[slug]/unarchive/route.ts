import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { unarchivePreset } from "@/lib/services/presets";

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const POST = apiRoute(API_ROUTES.unarchivePreset, (context, { params }) =>
  unarchivePreset(context, params.slug),
);
