import { z } from "zod";
import { forecastResponse } from "../forecast";
import {
  lostCasesResponse,
  pauseRunRequest,
  requeueRunRequest,
  requeueRunResponse,
  runPinResponse,
  updateRunLimitsRequest,
  updateRunRequest,
} from "../run-commands";
import { createRunGroupRequest, createRunRequest } from "../run-launch";
import { listRunsQuery } from "../run-list-query";
import { runGroupResponse, runPage, runResponse } from "../runs";
import { type ApiRoute, GROUP_BODY_LIMIT, id } from "./api-route";

const run = { tag: "runs", params: z.object({ runId: id }) } as const;
const idempotency = z.object({
  "idempotency-key": z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("The same key gives the same run; the same key with another body is refused with 409."),
});

/** Runs: launched, listed, controlled. */
export const runRoutes = {
  listRuns: {
    method: "GET",
    path: "/api/v1/runs",
    tag: "runs",
    summary: "List runs, newest first",
    description:
      "`since` (24h), or `from` and `to` (ISO 8601, or a day of UTC) bound when runs were created. A run that waits for its turn has its place in `queue`.",
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
      "`preset` pins the run to that version. `undo` names the revision of the change to take back, with the pin of before; that is a new change, on record like any other.",
    body: updateRunLimitsRequest,
    status: 200,
    response: runResponse,
    refusals: [404, 409, 422],
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
} as const satisfies Record<string, ApiRoute>;
