import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { addSampleDataset } from "@/lib/services/sample-run";

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const POST = apiRoute(API_ROUTES.addSampleDataset, (context) => addSampleDataset(context));
