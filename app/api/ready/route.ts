import { processRoute } from "@/app/api/api-route";
import { API_ROUTES } from "@/lib/contracts/api-routes";

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";

export const GET = processRoute(API_ROUTES.ready, async (container) => {
  const engine = (await container.readiness()) === "active" ? ("ok" as const) : ("standby" as const);
  return { status: "ready" as const, database: "ok" as const, engine };
});
