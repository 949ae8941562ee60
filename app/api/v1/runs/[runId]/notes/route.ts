import { apiRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { addNote } from "@/lib/services/control-run";

export const POST = apiRoute(API_ROUTES.addNote, (context, { params, body }) =>
  addNote(context, params.runId, body.text),
);
