import {
  compareCasesQuery,
  comparedCasePage,
  compareQuery,
  compareResponse,
  compareTimelineResponse,
  exportComparisonQuery,
} from "../compare";
import type { ApiRoute } from "./api-route";

/** Runs side by side. */
export const comparisonRoutes = {
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
} as const satisfies Record<string, ApiRoute>;
