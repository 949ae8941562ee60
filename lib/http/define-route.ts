import { nanoid } from "nanoid";
import type { z } from "zod";
import { type ApiRoute, JSON_BODY_LIMIT } from "@/lib/contracts/api-routes";
import { BUILD_HEADER, BUILD_ID } from "@/lib/contracts/build";
import { errorResponse } from "./error-response";
import { parseInput, queryOf } from "./parse-input";
import { readJson } from "./read-json";
import { guardRequest, type HostPolicy } from "./request-guard";

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Part<R, K extends string> = R extends Record<K, infer S> ? S : undefined;

/** What a handler gets: the checked parts of the request, and the request itself for streams. */
export interface RouteInput<R extends ApiRoute> {
  readonly params: Parsed<Part<R, "params">>;
  readonly query: Parsed<Part<R, "query">>;
  readonly body: R extends { readonly rawBody: true } ? undefined : Parsed<Part<R, "body">>;
  readonly headers: Parsed<Part<R, "headers">>;
  readonly request: Request;
}

/** JSON of the route's response contract, or a whole response where it has none. */
export type RouteResult<R extends ApiRoute> =
  Part<R, "response"> extends z.ZodType
    ? z.input<Part<R, "response"> & z.ZodType> | Response
    : R["status"] extends 204
      ? undefined
      : Response;

type RouteParams = Record<string, string | string[] | undefined>;
/** The signature that the framework's route files export. */
export type RouteHandler = (request: Request, route: { params: Promise<RouteParams> }) => Promise<Response>;

/** What all routes share. `context` is who acts and with what; `report` gets failures that nobody expected. */
export interface RouteHost<C> {
  context(request: Request): Promise<C>;
  hostPolicy(): HostPolicy;
  report(error: unknown, request: { id: string; method: string; path: string }): void;
}

/**
 * Gives the function that makes a handler from a contract and a use case: guards the request, parses path, query and
 * body, calls, checks the answer against its contract, and maps every failure to a status.
 */
export function routesOf<C>(host: RouteHost<C>) {
  return function apiRoute<const R extends ApiRoute>(
    route: R,
    handle: (context: C, input: RouteInput<R>) => Promise<RouteResult<R>>,
  ): RouteHandler {
    return async (request, { params }) => {
      const requestId = nanoid(12);
      try {
        guardRequest(request, host.hostPolicy());
        const input = await inputOf(route, request, await params);
        return ofThisBuild(answerOf(route, await handle(await host.context(request), input), requestId));
      } catch (error) {
        const { response, unexpected } = errorResponse(error, requestId);
        if (unexpected) host.report(error, { id: requestId, method: route.method, path: route.path });
        return ofThisBuild(response);
      }
    };
  };
}

/** Says which build answered. Pages of the same build trust an answer without checking it again. */
export function ofThisBuild(response: Response): Response {
  response.headers.set(BUILD_HEADER, BUILD_ID);
  return response;
}

async function inputOf<R extends ApiRoute>(route: R, request: Request, params: RouteParams): Promise<RouteInput<R>> {
  const readsBody = route.body !== undefined && route.rawBody !== true;
  const input = {
    params: route.params === undefined ? undefined : parseInput(route.params, params, "path"),
    query: route.query === undefined ? undefined : parseInput(route.query, queryOf(request.url), "query"),
    headers:
      route.headers === undefined
        ? undefined
        : parseInput(route.headers, Object.fromEntries(request.headers), "headers"),
    body:
      readsBody && route.body !== undefined
        ? // An absent body stands for one without fields, and is refused where fields are required.
          parseInput(route.body, (await readJson(request, route.bodyLimit ?? JSON_BODY_LIMIT)) ?? {}, "body")
        : undefined,
    request,
  };
  // Each part was parsed with the very schema that RouteInput reads its type from.
  return input as unknown as RouteInput<R>;
}

function answerOf(route: ApiRoute, result: unknown, requestId: string): Response {
  if (result instanceof Response) return result;
  const headers = { "x-request-id": requestId, "cache-control": "no-store" };
  if (route.response === undefined) return new Response(null, { status: 204, headers });
  // Also strips what the contract does not name, so that no stored field slips out.
  return Response.json(route.response.parse(result), { status: route.status, headers });
}
