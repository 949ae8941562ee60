import { describe, expect, it } from "vitest";
import { createRunRequest } from "@/lib/contracts/run-launch";
import { listRunsQuery } from "@/lib/contracts/run-list-query";
import { type Issue, isDomainError } from "@/lib/core/errors";
import { parseInput, queryOf } from "@/lib/http/parse-input";

function issuesOf(body: unknown): readonly Issue[] {
  try {
    parseInput(createRunRequest, body, "body");
  } catch (error) {
    if (isDomainError(error)) return error.issues;
    throw error;
  }
  throw new Error("was accepted");
}

const RUN = {
  datasetId: "d",
  target: { providerId: "p", model: "m", prompt: "{{q}}" },
  evaluators: [{ type: "exact" }],
};

describe("a body that does not fit", () => {
  it("names what is missing", () => {
    expect(issuesOf({})).toContainEqual({ path: "datasetId", message: "is required" });
  });
  it("names the place in the words of the API", () => {
    const limits = { requestsPerSecond: 0, burst: 10, concurrency: 4 };
    expect(issuesOf({ ...RUN, limits })).toEqual([
      { path: "limits.requestsPerSecond", message: "requestsPerSecond must be a number from 0.01 to 1000" },
    ]);
  });
  it.each([Number.NaN, -1, 1e9, "5", null, Number.POSITIVE_INFINITY])("refuses %s as a rate", (requestsPerSecond) => {
    const limits = { requestsPerSecond, burst: 10, concurrency: 4 };
    expect(issuesOf({ ...RUN, limits })[0]?.path).toBe("limits.requestsPerSecond");
  });
  it("names each field that it does not know", () => {
    expect(issuesOf({ ...RUN, rps: 5, attemps: 3 }).map((issue) => issue.path)).toEqual(["rps", "attemps"]);
  });
  it("finds the place inside a list", () => {
    const issues = issuesOf({ ...RUN, evaluators: [{ type: "exact" }, { type: "regex", pattern: "(" }] });
    expect(issues).toEqual([
      { path: "evaluators[1].pattern", message: "pattern is not a valid JavaScript regular expression" },
    ]);
  });
  it("refuses a body that is no object", () => {
    expect(() => parseInput(createRunRequest, [1], "body")).toThrow("The body: must be an object");
  });
});

describe("a query", () => {
  it("takes several values by repetition or with commas, and leaves out empty ones", () => {
    const once = parseInput(listRunsQuery, queryOf("/x?state=running,paused&q="), "query");
    const twice = parseInput(listRunsQuery, queryOf("/x?state=running&state=paused"), "query");
    expect(once).toEqual({ limit: 50, state: ["running", "paused"], sort: "-started", float: "false" });
    expect(twice).toEqual(once);
  });
  it("takes a span of time as instants or days of UTC, a day as an end to its end", () => {
    const span = (text: string) => parseInput(listRunsQuery, queryOf(`/x?${text}`), "query");
    const at = Date.UTC(2026, 10, 20, 13);
    expect(span("from=2026-11-20T13:00Z&to=2026-11-20T15:00%2B01:30")).toMatchObject({ from: at, to: at + 1_800_000 });
    expect(span("from=2026-11-20&to=2026-11-20")).toMatchObject({
      from: Date.UTC(2026, 10, 20),
      to: Date.UTC(2026, 10, 21),
    });
  });
  it.each([
    ["from=2026-02-30", /from must be a time with its zone .* or a day/],
    ["to=2026-11-20T13:00", /to must be a time with its zone/],
    ["from=1", /from must be/],
    ["from=2026-11-21&to=2026-11-20", /to must be later than from/],
    ["since=24h&to=2026-11-20", /either since, or from and to/],
  ])("refuses %s", (query, message) => {
    expect(() => parseInput(listRunsQuery, queryOf(`/x?${query}`), "query")).toThrow(message);
  });
  it("refuses a state that there is not", () => {
    expect(() => parseInput(listRunsQuery, queryOf("/x?state=going"), "query")).toThrow(/state/);
  });
  it.each(["0", "501", "many"])("refuses limit=%s", (limit) => {
    expect(() => parseInput(listRunsQuery, queryOf(`/x?limit=${limit}`), "query")).toThrow(/limit/);
  });
});
