import { z } from "zod";
import { activityPage, exportActivityQuery, listActivityQuery } from "../activity";
import { pageOf } from "../common";
import { rubricResponse } from "../rubrics";
import { settingsResponse, updateSettingsRequest } from "../settings";
import { createViewRequest, listViewsQuery, updateViewRequest, viewList, viewResponse } from "../views";
import { type ApiRoute, id } from "./api-route";

const view = { tag: "views", params: z.object({ viewId: id }) } as const;

/** What is the whole workspace's, and the service itself. */
export const workspaceRoutes = {
  listRubrics: {
    method: "GET",
    path: "/api/v1/rubrics",
    tag: "rubrics",
    summary: "Ready rubrics that a judge may name",
    description: "A run keeps the text that it was launched with.",
    status: 200,
    response: pageOf(rubricResponse),
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
