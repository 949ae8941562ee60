import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { readRepeats } from "@/lib/services/read-repeats";

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.getRunRepeats, (context, { params }) => readRepeats(context, params.runId));
