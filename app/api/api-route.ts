import { DomainError } from "@/lib/core/errors";
import { ofThisBuild, routesOf } from "@/lib/http/define-route";
import { errorResponse } from "@/lib/http/error-response";
import { type Container, getContainer } from "@/lib/server/container";
import { environment } from "@/lib/server/env";
import { createLogger } from "@/lib/server/logger";
import type { ServiceContext } from "@/lib/services/context";

/** Only a browser on our own pages says so; a script has no reason to. */
function sourceOf(request: Request): ServiceContext["source"] {
  return request.headers.get("sec-fetch-site") === "same-origin" ? "ui" : "api";
}

function report(error: unknown, request: { id: string; method: string; path: string }): void {
  createLogger(environment().logLevel).error({ err: error, request }, "a request failed");
}

/** A handler from a route's contract and a use case. */
export const apiRoute = routesOf<ServiceContext>({
  context: async (request) => ({ ...(await getContainer()).context, source: sourceOf(request) }),
  hostPolicy: environment,
  report,
});

/** The same for what needs more of the process than a use case does: uploads, event streams, probes. */
export const processRoute = routesOf<Container>({ context: getContainer, hostPolicy: environment, report });

/** Any path under /api that no route has: JSON, as every other answer of the API. */
export async function unknownRoute(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const message = `There is no ${request.method} ${pathname}. GET /api/openapi.json lists all routes.`;
  return ofThisBuild(errorResponse(new DomainError("not-found", message), "-").response);
}
