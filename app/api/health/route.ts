import { API_ROUTES } from "@/lib/contracts/api-routes";
import { routesOf } from "@/lib/http/define-route";
import { environment } from "@/lib/server/env";

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

// Asks nothing of the database: a process that answers is alive, whatever else is down.
const livenessRoute = routesOf({ context: async () => null, hostPolicy: environment, report: () => {} });

export const GET = livenessRoute(API_ROUTES.health, async () => ({ status: "ok" as const }));
