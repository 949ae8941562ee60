import { z } from "zod";
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi";
import { API_ROUTES, type ApiRoute } from "@/lib/contracts/api-routes";
import { errorResponse } from "@/lib/contracts/common";
import { datasetResponse, uploadDatasetFields } from "@/lib/contracts/datasets";
import { runEvent } from "@/lib/contracts/events";
import { metricsBucket } from "@/lib/contracts/metrics";
import { presetResponse, presetVersionResponse } from "@/lib/contracts/presets";
import { limitChangeResponse, poolResponse, providerResponse } from "@/lib/contracts/providers";
import { attemptResponse, caseResponse } from "@/lib/contracts/run-cases";
import { createRunRequest } from "@/lib/contracts/run-launch";
import { runListItem, runResponse } from "@/lib/contracts/runs";
import { limitsSchema } from "@/lib/core/limits/limits";
import { evaluatorConfigSchema, evaluatorRequestSchema } from "@/lib/core/scoring/evaluator-config";

const REFUSALS: Record<number, string> = {
  400: "The request does not have the shape that is asked for",
  403: "Refused: another web site, or an unknown host name",
  404: "Not found",
  409: "In conflict with the present state",
  413: "Too large",
  422: "Understood, but cannot work",
  500: "Failed inside the server",
  503: "Not available now",
};

/** Named once in the document, and referred to. */
const SHARED_SCHEMAS = {
  Limits: limitsSchema,
  Provider: providerResponse,
  Pool: poolResponse,
  LimitChange: limitChangeResponse,
  Preset: presetResponse,
  PresetVersion: presetVersionResponse,
  Dataset: datasetResponse,
  Run: runResponse,
  RunListItem: runListItem,
  CreateRun: createRunRequest,
  Case: caseResponse,
  Attempt: attemptResponse,
  Evaluator: evaluatorConfigSchema,
  EvaluatorRequest: evaluatorRequestSchema,
  MetricsBucket: metricsBucket,
  RunEvent: runEvent,
} satisfies Record<string, z.ZodType>;

const failure = errorResponse.meta({ id: "Error" });

/** The OpenAPI 3.1 document of every route in `API_ROUTES`. */
export function openApiDocument(version: string): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const [name, route] of Object.entries<ApiRoute>(API_ROUTES)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(name, route) };
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Evalpace",
      version,
      description:
        "Configure rate-limited LLM eval runs, launch and watch them. JSON in camelCase, times in ISO 8601, ids are opaque strings.",
    },
    paths,
    components: { schemas: SHARED_SCHEMAS },
  });
}

function operation(operationId: string, route: ApiRoute): ZodOpenApiOperationObject {
  return {
    operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    requestParams: {
      ...(route.params === undefined ? {} : { path: route.params }),
      ...(route.query === undefined ? {} : { query: route.query }),
      ...(route.headers === undefined ? {} : { header: route.headers }),
    },
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: bodies(route, route.body) } }),
    responses: responses(route),
  };
}

function bodies(route: ApiRoute, schema: z.ZodType) {
  const json = { "application/json": { schema } };
  if (route.rawBody !== true) return json;
  const form = z.object({
    file: z.string().meta({ override: { type: "string", format: "binary" } }),
    ...uploadDatasetFields.shape,
    mapping: z.string().optional().describe("JSON text: {id?, expected?, vars?: string[], metadata?: string[]}"),
  });
  return { ...json, "multipart/form-data": { schema: form } };
}

function responses(route: ApiRoute): ZodOpenApiResponsesObject {
  const answer =
    route.response !== undefined
      ? { content: { "application/json": { schema: route.response } } }
      : route.produces !== undefined
        ? { content: Object.fromEntries(route.produces.map((type) => [type, { schema: z.string() }])) }
        : {};
  const all: ZodOpenApiResponsesObject = { [`${route.status}`]: { description: "Done", ...answer } };
  for (const status of [400, 403, ...(route.refusals ?? []), 500]) {
    all[`${status}` as `4${string}`] = {
      description: REFUSALS[status] ?? "Refused",
      content: { "application/json": { schema: failure } },
    };
  }
  return all;
}
