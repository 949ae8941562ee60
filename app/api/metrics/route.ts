import { processRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const GET = processRoute(API_ROUTES.metrics, async ({ telemetry }) => {
  const { text, contentType } = await telemetry.expose();
  return new Response(text, { headers: { "content-type": contentType, "cache-control": "no-store" } });
});
