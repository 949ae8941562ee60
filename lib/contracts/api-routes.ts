import type { ApiRoute } from "./routes/api-route";
import { comparisonRoutes } from "./routes/comparison-routes";
import { datasetRoutes } from "./routes/dataset-routes";
import { presetRoutes } from "./routes/preset-routes";
import { providerRoutes } from "./routes/provider-routes";
import { runHistoryRoutes } from "./routes/run-history-routes";
import { runRoutes } from "./routes/run-routes";
import { workspaceRoutes } from "./routes/workspace-routes";

export { type ApiRoute, JSON_BODY_LIMIT, UPLOAD_LIMIT } from "./routes/api-route";

/** Every operation of the HTTP API, once. Handlers, the OpenAPI document and the tests read it here. */
export const API_ROUTES = {
  ...providerRoutes,
  ...presetRoutes,
  ...datasetRoutes,
  ...runRoutes,
  ...runHistoryRoutes,
  ...comparisonRoutes,
  ...workspaceRoutes,
} as const satisfies Record<string, ApiRoute>;
