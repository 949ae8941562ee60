import { nanoid } from "nanoid";
import { API_ROUTES, type ApiRoute } from "@/lib/contracts/api-routes";
import { DomainError } from "@/lib/core/errors";
import { ofThisBuild } from "./define-route";
import { errorResponse } from "./error-response";

const ROUTES: readonly { readonly method: ApiRoute["method"]; readonly pattern: RegExp }[] = Object.values<ApiRoute>(
  API_ROUTES,
).map(({ method, path }) => ({ method, pattern: patternOf(path) }));

function patternOf(path: string): RegExp {
  const segments = path.split("/").map((segment) => (segment.startsWith("{") ? "[^/]+" : segment.replace(".", "\\.")));
  return new RegExp(`^${segments.join("/")}/?$`);
}

/** The methods that an address takes, by the contracts, in the order in which they stand there; none: there is no such address. */
export function methodsAt(pathname: string): string[] {
  return [...new Set(ROUTES.filter(({ pattern }) => pattern.test(pathname)).map(({ method }) => method))];
}

/**
 * What the API answers where it has nothing: 405 with the methods that there are, where the address is right, else 404.
 * A route file exports it under each method that it has no handler for; the framework's own 405 is empty.
 */
export async function noSuchRoute(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const methods = methodsAt(pathname);
  const none = `There is no ${request.method} ${pathname}.`;
  if (methods.length === 0) {
    return refuse(new DomainError("not-found", `${none} GET /api/openapi.json lists all routes.`));
  }
  const response = refuse(new DomainError("method-not-allowed", `${none} This address takes ${methods.join(", ")}.`));
  // Whoever may read an address may ask for its head, and which methods it has: the framework answers both.
  response.headers.set("allow", [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", "));
  return response;
}

function refuse(error: DomainError): Response {
  return ofThisBuild(errorResponse(error, nanoid(12)).response);
}
