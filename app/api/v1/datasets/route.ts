import { apiRoute, processRoute } from "@/app/api/api-route";
import { API_ROUTES, UPLOAD_LIMIT } from "@/lib/contracts/api-routes";
import { createDatasetRequest } from "@/lib/contracts/datasets";
import { parseInput } from "@/lib/http/parse-input";
import { readJson } from "@/lib/http/read-json";
import { isUpload, readUpload } from "@/lib/http/read-upload";
import { parseUploadFields } from "@/lib/http/upload-fields";
import { createDataset } from "@/lib/services/create-dataset";
import { listDatasets } from "@/lib/services/datasets";
import { uploadDataset } from "@/lib/services/upload-dataset";

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";

export const GET = apiRoute(API_ROUTES.listDatasets, (context) => listDatasets(context));

export const POST = processRoute(API_ROUTES.createDataset, async ({ context, uploadDirectory }, { request }) => {
  if (isUpload(request)) {
    const settings = { directory: uploadDirectory, limitBytes: UPLOAD_LIMIT };
    return readUpload(request, settings, (upload) =>
      uploadDataset(context, { ...upload, fields: parseUploadFields(upload.fields) }),
    );
  }
  const body = await readJson(request, API_ROUTES.createDataset.bodyLimit);
  return createDataset(context, parseInput(createDatasetRequest, body, "body"));
});
