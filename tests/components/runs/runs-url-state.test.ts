import { describe, expect, it } from "vitest";
import { countFilters, filtersOfView, PLAIN_VIEW, toRunFilters, viewQuery } from "@/components/runs/runs-url-state";

describe("what the address of the list of runs means", () => {
  it("is the same after it was kept as a view", () => {
    const state = {
      ...PLAIN_VIEW,
      q: "nightly & co",
      state: ["finished" as const, "paused" as const],
      by: ["Ana, Bo"],
      from: "2026-11-20T13:00Z",
      to: "2026-11-21",
      sort: "name" as const,
      cols: ["progress" as const, "429" as const],
    };
    const query = viewQuery(state);
    expect(query).not.toContain("?");
    expect(filtersOfView(query)).toEqual(state);
    expect(viewQuery(filtersOfView(query))).toBe(query);
    // A span of time is one filter; order and columns are none.
    expect(countFilters(state, "utc")).toBe(4);
  });

  it("leaves out what a view has no use for", () => {
    expect(filtersOfView("state=nonsense&since=never&from=soon&cols=by,none&q=x")).toEqual({
      ...PLAIN_VIEW,
      q: "x",
      state: [],
      cols: ["by"],
    });
  });

  it("keeps a table without any of the columns that can be hidden", () => {
    const query = viewQuery({ ...PLAIN_VIEW, cols: [] });
    expect(filtersOfView(query).cols).toEqual([]);
  });

  it("reaches the server in its own words", () => {
    expect(toRunFilters({ ...PLAIN_VIEW, provider: ["p"], since: "7d", by: ["Ana"], cols: ["by"] }, "utc")).toEqual({
      providerId: ["p"],
      by: ["Ana"],
      since: "7d",
      float: "true",
    });
  });

  it.each([
    [{ from: "2026-11-20", to: "2026-11-20" }, { from: "2026-11-20T00:00:00.000Z", to: "2026-11-21T00:00:00.000Z" }, 1],
    [{ from: "2026-11-20T13:00" }, { from: "2026-11-20T13:00:00.000Z" }, 1],
    [{ since: "24h", to: "2026-11-20T13:00Z" }, { to: "2026-11-20T13:00:00.000Z" }, 1],
    [{ since: "24h", from: "2026-11-21", to: "2026-11-20" }, { since: "24h" }, 1],
    [{ from: "2026-11-21", to: "2026-11-20" }, {}, 0],
  ] as const)("takes the times of %j", (times, sent, filters) => {
    const state = { ...PLAIN_VIEW, ...times };
    expect(toRunFilters(state, "utc")).toEqual({ ...sent, float: "true" });
    expect(countFilters(state, "utc")).toBe(filters);
  });
});
