import { processRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { openApiDocument } from "@/lib/http/openapi-document";
import packageJson from "@/package.json";

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const GET = processRoute(API_ROUTES.openapi, async () => Response.json(openApiDocument(packageJson.version)));
