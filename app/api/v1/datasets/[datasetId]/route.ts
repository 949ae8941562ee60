import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { deleteDataset, getDataset } from "@/lib/services/datasets";

export { noSuchRoute as PATCH, noSuchRoute as POST, noSuchRoute as PUT } from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.getDataset, (context, { params }) => getDataset(context, params.datasetId));
export const DELETE = apiRoute(API_ROUTES.deleteDataset, (context, { params }) =>
  deleteDataset(context, params.datasetId),
);
