import { routesOf } from "@/lib/http/define-route";
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
