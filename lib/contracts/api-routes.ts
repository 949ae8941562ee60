import { z } from "zod";
import { activityPage, exportActivityQuery, listActivityQuery } from "./activity";
import { adviceResponse } from "./advice";
import { pageOf, pageQuery } from "./common";
import {
  compareCasesQuery,
  comparedCasePage,
  compareQuery,
  compareResponse,
  compareTimelineResponse,
  exportComparisonQuery,
} from "./compare";
import { createDatasetRequest, datasetCasePage, datasetResponse } from "./datasets";
import { forecastResponse } from "./forecast";
import { metricsQuery, metricsResponse } from "./metrics";
import {
  applyPresetRequest,
  applyPresetResponse,
  createPresetRequest,
  createPresetVersionRequest,
  importPresetRequest,
  importPresetResponse,
  movePresetLabelRequest,
  presetDetailResponse,
  presetDocument,
  presetLabelName,
  presetResponse,
  presetVersionResponse,
  restorePresetRequest,
  undoApplyRequest,
  undoApplyResponse,
} from "./presets";
import { priceTableResponse, putPricesRequest } from "./prices";
import {
  createProviderRequest,
  poolHistoryQuery,
  poolHistoryResponse,
  poolResponse,
  providerResponse,
  testProviderRequest,
  testProviderResponse,
  updatePoolRequest,
  updateProviderRequest,
} from "./providers";
import { rubricResponse } from "./rubrics";
import {
  addNoteRequest,
  caseDetailResponse,
  casePage,
  createRunGroupRequest,
  createRunRequest,
  exportLogQuery,
  exportQuery,
  listCasesQuery,
  listLogQuery,
  listRunsQuery,
  logPage,
  lostCasesResponse,
  pauseRunRequest,
  requeueRunRequest,
  requeueRunResponse,
  runConfigResponse,
  runGroupResponse,
  runPage,
  runPinResponse,
  runResponse,
  updateRunLimitsRequest,
  updateRunRequest,
} from "./runs";
import { settingsResponse, updateSettingsRequest } from "./settings";
import { createViewRequest, listViewsQuery, updateViewRequest, viewList, viewResponse } from "./views";

/** One operation of the HTTP API: what goes in, what comes out, how it may be refused. */
export interface ApiRoute {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With parameters in braces, as OpenAPI writes them. */
  readonly path: string;
  readonly tag:
    | "activity"
    | "settings"
    | "rubrics"
    | "providers"
    | "pools"
    | "prices"
    | "presets"
    | "datasets"
    | "runs"
    | "compare"
    | "views"
    | "service";
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** JSON. Where every field is optional the body may be left out. */
  readonly body?: z.ZodType;
  /** Largest JSON body, bytes. */
  readonly bodyLimit?: number;
  /** The handler reads the body itself: it may be a file. */
  readonly rawBody?: boolean;
  /** Names in lower case. */
  readonly headers?: z.ZodObject;
  readonly status: 200 | 201 | 204;
  /** JSON; absent where the answer is empty or has another type. */
  readonly response?: z.ZodType;
  /** Content types of an answer that is not JSON. */
  readonly produces?: readonly string[];
  /** Statuses of refusals beyond 400 and 500. */
  readonly refusals?: readonly (403 | 404 | 409 | 413 | 422 | 503)[];
}

/** Largest JSON body of a dataset, bytes; larger ones come as a file. */
export const DATASET_BODY_LIMIT = 25 * 1024 * 1024;
/** Largest JSON body of everything else, bytes. */
export const JSON_BODY_LIMIT = 1024 * 1024;
/** Largest JSON body of a matrix, bytes: each of its targets carries its prompt. */
const GROUP_BODY_LIMIT = 16 * 1024 * 1024;
/** Largest uploaded file, bytes. */
export const UPLOAD_LIMIT = 1024 * 1024 * 1024;

const id = z.string().min(1).max(100);
const provider = { tag: "providers", params: z.object({ providerId: id }) } as const;
const preset = { tag: "presets", params: z.object({ slug: id }) } as const;
const dataset = { tag: "datasets", params: z.object({ datasetId: id }) } as const;
const run = { tag: "runs", params: z.object({ runId: id }) } as const;
const view = { tag: "views", params: z.object({ viewId: id }) } as const;
const idempotency = z.object({
  "idempotency-key": z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("The same key gives the same run; the same key with another body is refused with 409."),
});

/** Every operation of the HTTP API, once. Handlers, the OpenAPI document and the tests read it here. */
export const API_ROUTES = {
  listProviders: {
    method: "GET",
    path: "/api/v1/providers",
    tag: "providers",
    summary: "List providers, all of them",
    status: 200,
    response: pageOf(providerResponse),
  },
  createProvider: {
    method: "POST",
    path: "/api/v1/providers",
    tag: "providers",
    summary: "Connect a provider",
    description:
      "The provider's pool starts with the given preset or limits, else with the starter preset of its kind.",
    body: createProviderRequest,
    status: 201,
    response: providerResponse,
    refusals: [404],
  },
  getProvider: {
    ...provider,
    method: "GET",
    path: "/api/v1/providers/{providerId}",
    summary: "One provider",
    status: 200,
    response: providerResponse,
    refusals: [404],
  },
  updateProvider: {
    ...provider,
    method: "PATCH",
    path: "/api/v1/providers/{providerId}",
    summary: "Change a provider",
    body: updateProviderRequest,
    status: 200,
    response: providerResponse,
    refusals: [404, 422],
  },
  deleteProvider: {
    ...provider,
    method: "DELETE",
    path: "/api/v1/providers/{providerId}",
    summary: "Remove a provider",
    description: "Its runs and their results stay. Refused while runs that use it are not over.",
    status: 204,
    refusals: [404, 409],
  },
  testProvider: {
    ...provider,
    method: "POST",
    path: "/api/v1/providers/{providerId}/test",
    summary: "Send one small request to see whether key, URL and model work",
    body: testProviderRequest,
    status: 200,
    response: testProviderResponse,
    refusals: [404, 422],
  },
  listPools: {
    method: "GET",
    path: "/api/v1/pools",
    tag: "pools",
    summary: "Limits and live meters of every pool",
    status: 200,
    response: pageOf(poolResponse),
  },
  readPoolHistory: {
    tag: "pools",
    method: "GET",
    path: "/api/v1/pools/{poolId}/history",
    summary: "How the pool's rate and the limits its provider told came to be what they are; kept over restarts",
    params: z.object({ poolId: id }),
    query: poolHistoryQuery,
    status: 200,
    response: poolHistoryResponse,
    refusals: [404],
  },
  updatePool: {
    tag: "pools",
    method: "PATCH",
    path: "/api/v1/pools/{poolId}",
    summary: "Change the limits of a pool, in force at once for all that calls through it",
    description:
      "`undo` names the revision of the change to take back; that is a new change, on record like any other.",
    params: z.object({ poolId: id }),
    body: updatePoolRequest,
    status: 200,
    response: poolResponse,
    refusals: [404, 409, 422],
  },
  listRubrics: {
    method: "GET",
    path: "/api/v1/rubrics",
    tag: "rubrics",
    summary: "Ready rubrics that a judge may name",
    description: "A run keeps the text that it was launched with.",
    status: 200,
    response: pageOf(rubricResponse),
  },
  getPrices: {
    method: "GET",
    path: "/api/v1/prices",
    tag: "prices",
    summary: "What a million tokens cost, by model, with every change of the table",
    status: 200,
    response: priceTableResponse,
  },
  putPrices: {
    method: "PUT",
    path: "/api/v1/prices",
    tag: "prices",
    summary: "Replace the price table, as a new version",
    description:
      "Runs keep the prices of their launch. A model without a row has no price: its cost is unknown, not 0.",
    body: putPricesRequest,
    status: 200,
    response: priceTableResponse,
    refusals: [409],
  },
  listPresets: {
    method: "GET",
    path: "/api/v1/presets",
    tag: "presets",
    summary: "List presets",
    status: 200,
    response: pageOf(presetResponse),
  },
  createPreset: {
    method: "POST",
    path: "/api/v1/presets",
    tag: "presets",
    summary: "Save limits as a preset, version 1",
    body: createPresetRequest,
    status: 201,
    response: presetResponse,
    refusals: [409],
  },
  getPreset: {
    ...preset,
    method: "GET",
    path: "/api/v1/presets/{slug}",
    summary: "One preset with all its versions",
    status: 200,
    response: presetDetailResponse,
    refusals: [404],
  },
  deletePreset: {
    ...preset,
    method: "DELETE",
    path: "/api/v1/presets/{slug}",
    summary: "Archive a preset",
    description: "Pools and runs that pin a version keep it; the slug stays taken.",
    status: 204,
    refusals: [404],
  },
  listPresetVersions: {
    ...preset,
    method: "GET",
    path: "/api/v1/presets/{slug}/versions",
    summary: "Versions of a preset, newest first",
    status: 200,
    response: pageOf(presetVersionResponse),
    refusals: [404],
  },
  createPresetVersion: {
    ...preset,
    method: "POST",
    path: "/api/v1/presets/{slug}/versions",
    summary: "Add a version",
    body: createPresetVersionRequest,
    status: 201,
    response: presetVersionResponse,
    refusals: [404, 409],
  },
  restorePreset: {
    ...preset,
    method: "POST",
    path: "/api/v1/presets/{slug}/restore",
    summary: "Make an earlier version the newest, as a new version",
    body: restorePresetRequest,
    status: 201,
    response: presetVersionResponse,
    refusals: [404],
  },
  movePresetLabel: {
    tag: "presets",
    method: "PUT",
    path: "/api/v1/presets/{slug}/labels/{label}",
    summary: "Point a label to a version, for what is started with slug@label from now on",
    description: "Runs and pools that were given the label's version before keep it. Every move is on record.",
    params: z.object({ slug: id, label: presetLabelName }),
    body: movePresetLabelRequest,
    status: 200,
    response: presetResponse,
    refusals: [404, 409],
  },
  removePresetLabel: {
    tag: "presets",
    method: "DELETE",
    path: "/api/v1/presets/{slug}/labels/{label}",
    summary: "Take a label away; what was started with it keeps its version",
    params: z.object({ slug: id, label: presetLabelName }),
    status: 204,
    refusals: [404],
  },
  applyPreset: {
    ...preset,
    method: "POST",
    path: "/api/v1/presets/{slug}/apply",
    summary: "Give runs that go on the limits of a version, or tell what that would do",
    description:
      "Each run for itself: one that refuses does not hold back the others. Lower concurrency lets what is in flight finish.",
    body: applyPresetRequest,
    status: 200,
    response: applyPresetResponse,
    refusals: [404],
  },
  undoApplyPreset: {
    ...preset,
    method: "POST",
    path: "/api/v1/presets/{slug}/undo-apply",
    summary: "Take an apply back, run by run, as new changes",
    description: "What was changed in a run since then stays.",
    body: undoApplyRequest,
    status: 200,
    response: undoApplyResponse,
    refusals: [404],
  },
  exportPreset: {
    ...preset,
    method: "GET",
    path: "/api/v1/presets/{slug}/export",
    summary: "A preset with all its versions as one JSON document, to be imported elsewhere",
    status: 200,
    response: presetDocument,
    refusals: [404],
  },
  importPreset: {
    tag: "presets",
    method: "POST",
    path: "/api/v1/preset-imports",
    summary: "Make a preset, or further versions of one, from an exported document",
    description:
      "Unknown keys are left out and listed. A document that holds anything like a key or a password is refused.",
    body: importPresetRequest,
    status: 201,
    response: importPresetResponse,
    refusals: [404, 409, 422],
  },
  listDatasets: {
    method: "GET",
    path: "/api/v1/datasets",
    tag: "datasets",
    summary: "List datasets, all of them",
    status: 200,
    response: pageOf(datasetResponse),
  },
  createDataset: {
    method: "POST",
    path: "/api/v1/datasets",
    tag: "datasets",
    summary: "Import a dataset, from JSON or from a file",
    description:
      "JSON as below, or multipart/form-data with `file` (CSV, JSON or JSONL) and optional `name`, `format` and `mapping` (JSON text: {id?, expected?, vars?, metadata?}). All or nothing: bad rows are listed with their lines.",
    body: createDatasetRequest,
    bodyLimit: DATASET_BODY_LIMIT,
    rawBody: true,
    status: 201,
    response: datasetResponse,
    refusals: [413, 422],
  },
  getDataset: {
    ...dataset,
    method: "GET",
    path: "/api/v1/datasets/{datasetId}",
    summary: "One dataset",
    status: 200,
    response: datasetResponse,
    refusals: [404],
  },
  deleteDataset: {
    ...dataset,
    method: "DELETE",
    path: "/api/v1/datasets/{datasetId}",
    summary: "Archive a dataset; runs that use it keep its cases",
    status: 204,
    refusals: [404],
  },
  listDatasetCases: {
    ...dataset,
    method: "GET",
    path: "/api/v1/datasets/{datasetId}/cases",
    summary: "Cases of a dataset, in order",
    query: pageQuery,
    status: 200,
    response: datasetCasePage,
    refusals: [404],
  },
  listRuns: {
    method: "GET",
    path: "/api/v1/runs",
    tag: "runs",
    summary: "List runs, newest first",
    query: listRunsQuery,
    status: 200,
    response: runPage,
  },
  createRun: {
    method: "POST",
    path: "/api/v1/runs",
    tag: "runs",
    summary: "Launch a run",
    description:
      "Repeating the request with the same Idempotency-Key gives the run that it started the first time. `preset` and " +
      "`limits` together pin the run to the preset and start it with these limits: an edit of the preset.",
    body: createRunRequest,
    headers: idempotency,
    status: 201,
    response: runResponse,
    refusals: [404, 409, 422],
  },
  createRunGroup: {
    method: "POST",
    path: "/api/v1/run-groups",
    tag: "runs",
    summary: "Launch a matrix: the same cases for several models or prompts",
    description:
      "Each target becomes a run of its own; all of them share a groupId, or none is started. Repeating the request with the same Idempotency-Key gives the runs that it started the first time.",
    body: createRunGroupRequest,
    bodyLimit: GROUP_BODY_LIMIT,
    headers: idempotency,
    status: 201,
    response: runGroupResponse,
    refusals: [404, 409, 422],
  },
  createSampleRun: {
    method: "POST",
    path: "/api/v1/sample-run",
    tag: "runs",
    summary: "Launch a run against the built-in simulator, without any key",
    headers: idempotency,
    status: 201,
    response: runResponse,
    refusals: [409],
  },
  forecast: {
    method: "POST",
    path: "/api/v1/forecast",
    tag: "runs",
    summary: "How long a run would take, and what would bound it",
    body: createRunRequest,
    status: 200,
    response: forecastResponse,
    refusals: [404, 422],
  },
  getRun: {
    ...run,
    method: "GET",
    path: "/api/v1/runs/{runId}",
    summary: "One run, as of now",
    status: 200,
    response: runResponse,
    refusals: [404],
  },
  updateRun: {
    ...run,
    method: "PATCH",
    path: "/api/v1/runs/{runId}",
    summary: "Change a run's priority, its budget, or when it pauses by itself",
    description: "In force at once, also while it goes on. What was changed, by whom and why is in the run's log.",
    body: updateRunRequest,
    status: 200,
    response: runResponse,
    refusals: [404, 422],
  },
  deleteRun: {
    ...run,
    method: "DELETE",
    path: "/api/v1/runs/{runId}",
    summary: "Delete a run that is over, for good",
    description:
      "With its cases, attempts, charts and log. Refused while it is not over: cancel it first. What was done to it stays in the activity.",
    status: 204,
    refusals: [404, 409],
  },
  pauseRun: {
    ...run,
    method: "POST",
    path: "/api/v1/runs/{runId}/pause",
    summary: "Stop starting; requests in flight finish",
    body: pauseRunRequest,
    status: 200,
    response: runResponse,
    refusals: [404, 409],
  },
  resumeRun: {
    ...run,
    method: "POST",
    path: "/api/v1/runs/{runId}/resume",
    summary: "Go on with a paused run, or with the rest of a cancelled one",
    status: 200,
    response: runResponse,
    refusals: [404, 409],
  },
  cancelRun: {
    ...run,
    method: "POST",
    path: "/api/v1/runs/{runId}/cancel",
    summary: "Stop and drop what is in flight; finished cases stay",
    status: 200,
    response: runResponse,
    refusals: [404, 409],
  },
  requeueRun: {
    ...run,
    method: "POST",
    path: "/api/v1/runs/{runId}/requeue",
    summary: "Run the cases that are not scored again",
    body: requeueRunRequest,
    status: 200,
    response: requeueRunResponse,
    refusals: [404, 409],
  },
  listLostCases: {
    ...run,
    method: "GET",
    path: "/api/v1/runs/{runId}/lost",
    summary: "How many cases are not scored, by how their last attempt ended",
    status: 200,
    response: lostCasesResponse,
    refusals: [404],
  },
  updateRunLimits: {
    ...run,
    method: "PATCH",
    path: "/api/v1/runs/{runId}/limits",
    summary: "Change the run's own limits while it goes on, or take an earlier change back",
    description:
      "`undo` names the revision of the change to take back; that is a new change, on record like any other.",
    body: updateRunLimitsRequest,
    status: 200,
    response: runResponse,
    refusals: [404, 409, 422],
  },
  listRunChanges: {
    ...run,
    method: "GET",
    path: "/api/v1/runs/{runId}/changes",
    summary: "Every change of the limits that held for the run",
    status: 200,
    response: runConfigResponse,
    refusals: [404],
  },
  listCases: {
    ...run,
    method: "GET",
    path: "/api/v1/runs/{runId}/cases",
    summary: "Cases with their results",
    query: listCasesQuery,
    status: 200,
    response: casePage,
    refusals: [404],
  },
  getCase: {
    tag: "runs",
    params: z.object({ runId: id, caseId: z.string().min(1).max(400) }),
    method: "GET",
    path: "/api/v1/runs/{runId}/cases/{caseId}",
    summary: "One case with what was sent and every attempt",
    status: 200,
    response: caseDetailResponse,
    refusals: [404],
  },
  getRunMetrics: {
    ...run,
    method: "GET",
    path: "/api/v1/runs/{runId}/metrics",
    summary: "What happened over time, in at most 400 buckets",
    query: metricsQuery,
    status: 200,
    response: metricsResponse,
    refusals: [404],
  },
  watchRun: {
    ...run,
    method: "GET",
    path: "/api/v1/runs/{runId}/events",
    summary: "Server-sent events of a run",
    description: "Each event's data is JSON with a `type`. Resume with the header Last-Event-ID or `?lastEventId`.",
    query: z.object({ lastEventId: z.string().max(200).optional() }),
    headers: z.object({ "last-event-id": z.string().max(200).optional() }),
    status: 200,
    produces: ["text/event-stream"],
    refusals: [404],
  },
  listLog: {
    ...run,
    method: "GET",
    path: "/api/v1/runs/{runId}/log",
    summary: "The run's log, newest first",
    query: listLogQuery,
    status: 200,
    response: logPage,
    refusals: [404],
  },
  getRunAdvice: {
    ...run,
    method: "GET",
    path: "/api/v1/runs/{runId}/advice",
    summary: "What held the run back, for how long, and what to change",
    status: 200,
    response: adviceResponse,
    refusals: [404],
  },
  getRunReport: {
    ...run,
    method: "GET",
    path: "/api/v1/runs/{runId}/report",
    summary: "Download a report of the run: one HTML file with figures, charts and the cases to look at",
    status: 200,
    produces: ["text/html"],
    refusals: [404],
  },
  exportLog: {
    ...run,
    method: "GET",
    path: "/api/v1/runs/{runId}/log/export",
    summary: "Download the log, oldest entry first, one JSON object a line",
    query: exportLogQuery,
    status: 200,
    produces: ["application/x-ndjson"],
    refusals: [404],
  },
  addNote: {
    ...run,
    method: "POST",
    path: "/api/v1/runs/{runId}/notes",
    summary: "Write a note into the run's log",
    description: "It is a mark over the charts as well. Everybody who watches the run sees it at once.",
    body: addNoteRequest,
    status: 200,
    response: runResponse,
    refusals: [404],
  },
  exportRun: {
    ...run,
    method: "GET",
    path: "/api/v1/runs/{runId}/export",
    summary: "Download the cases",
    description:
      "In CSV, a text cell that begins with = + - @, tab, carriage return or ' is given a leading ' so that no spreadsheet runs it as a formula; drop one leading ' to get the text back. JSON and JSONL carry texts unchanged.",
    query: exportQuery,
    status: 200,
    produces: ["text/csv", "application/x-ndjson", "application/json"],
    refusals: [404],
  },
  listActivity: {
    method: "GET",
    path: "/api/v1/activity",
    tag: "activity",
    summary: "Who changed what, newest first",
    description:
      "`kind` is a comma-separated list, `object` a kind and an id (`preset:openai-default`), `since` a time or a span (`24h`).",
    query: listActivityQuery,
    status: 200,
    response: activityPage,
  },
  exportActivity: {
    method: "GET",
    path: "/api/v1/activity/export",
    tag: "activity",
    summary: "Download who changed what, with the same filters",
    query: exportActivityQuery,
    status: 200,
    produces: ["text/csv", "application/x-ndjson"],
  },
  getSettings: {
    method: "GET",
    path: "/api/v1/settings",
    tag: "settings",
    summary: "What holds for everybody in the workspace",
    status: 200,
    response: settingsResponse,
  },
  updateSettings: {
    method: "PATCH",
    path: "/api/v1/settings",
    tag: "settings",
    summary: "Change when new runs pause by themselves",
    description: "A rule that is absent stays, null turns it off. Runs that were launched keep theirs.",
    body: updateSettingsRequest,
    status: 200,
    response: settingsResponse,
  },
  pinRun: {
    ...run,
    method: "PUT",
    path: "/api/v1/runs/{runId}/pin",
    summary: "Keep the run on top of the list",
    status: 200,
    response: runPinResponse,
    refusals: [404],
  },
  unpinRun: {
    ...run,
    method: "DELETE",
    path: "/api/v1/runs/{runId}/pin",
    summary: "Let the run back to its place in the list",
    status: 200,
    response: runPinResponse,
    refusals: [404],
  },
  compareRuns: {
    method: "GET",
    path: "/api/v1/compare",
    tag: "compare",
    summary: "Two to eight runs side by side, each tested against the baseline on the cases that both have",
    query: compareQuery,
    status: 200,
    response: compareResponse,
    refusals: [404],
  },
  compareCases: {
    method: "GET",
    path: "/api/v1/compare/cases",
    tag: "compare",
    summary: "Cases of compared runs, matched by id, regressions first",
    query: compareCasesQuery,
    status: 200,
    response: comparedCasePage,
    refusals: [404],
  },
  compareTimeline: {
    method: "GET",
    path: "/api/v1/compare/timeline",
    tag: "compare",
    summary: "Attempts per second, cases done and pass rate of compared runs over the time each was running",
    query: compareQuery,
    status: 200,
    response: compareTimelineResponse,
    refusals: [404],
  },
  exportComparison: {
    method: "GET",
    path: "/api/v1/compare/export",
    tag: "compare",
    summary: "Download the compared cases as CSV",
    query: exportComparisonQuery,
    status: 200,
    produces: ["text/csv"],
    refusals: [404],
  },
  listViews: {
    method: "GET",
    path: "/api/v1/views",
    tag: "views",
    summary: "Saved views of a list, shared in the workspace",
    query: listViewsQuery,
    status: 200,
    response: viewList,
  },
  createView: {
    method: "POST",
    path: "/api/v1/views",
    tag: "views",
    summary: "Save a query string under a name",
    body: createViewRequest,
    status: 201,
    response: viewResponse,
    refusals: [409],
  },
  updateView: {
    ...view,
    method: "PATCH",
    path: "/api/v1/views/{viewId}",
    summary: "Rename a view, or give it another query",
    body: updateViewRequest,
    status: 200,
    response: viewResponse,
    refusals: [404, 409],
  },
  deleteView: {
    ...view,
    method: "DELETE",
    path: "/api/v1/views/{viewId}",
    summary: "Remove a view",
    status: 204,
    refusals: [404],
  },
  health: {
    method: "GET",
    path: "/api/health",
    tag: "service",
    summary: "Whether the process answers",
    status: 200,
    response: z.object({ status: z.literal("ok") }),
  },
  ready: {
    method: "GET",
    path: "/api/ready",
    tag: "service",
    summary: "Whether the database answers, is migrated, and the engine runs (here, or in another process)",
    status: 200,
    response: z.object({
      status: z.literal("ready"),
      database: z.literal("ok"),
      /** `standby`: another process runs the engine on this database; this one serves pages, and takes over from it. */
      engine: z.enum(["ok", "standby"]),
    }),
    refusals: [503],
  },
  metrics: {
    method: "GET",
    path: "/api/metrics",
    tag: "service",
    summary: "Counters and gauges for Prometheus",
    status: 200,
    produces: ["text/plain"],
  },
  openapi: {
    method: "GET",
    path: "/api/openapi.json",
    tag: "service",
    summary: "This document",
    status: 200,
    produces: ["application/json"],
  },
} as const satisfies Record<string, ApiRoute>;
