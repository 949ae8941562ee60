import { z } from "zod";
import { adviceResponse } from "../advice";
import { metricsQuery, metricsResponse } from "../metrics";
import { caseDetailResponse, casePage, exportQuery, listCasesQuery, repeatsResponse } from "../run-cases";
import { addNoteRequest, exportLogQuery, listLogQuery, logPage } from "../run-log";
import { runConfigResponse, runResponse } from "../runs";
import { type ApiRoute, id } from "./api-route";

const run = { tag: "runs", params: z.object({ runId: id }) } as const;

/** What happened in a run. */
export const runHistoryRoutes = {
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
  getRunRepeats: {
    ...run,
    method: "GET",
    path: "/api/v1/runs/{runId}/repeats",
    summary: "How steady the answers are, of a run that asks each case several times",
    status: 200,
    response: repeatsResponse,
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
} as const satisfies Record<string, ApiRoute>;
