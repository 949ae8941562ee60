import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { LearnedLimits } from "@/components/limits/learned-limits";
import { RateHistory } from "@/components/limits/rate-history";
import type { PoolHistoryResponse, PoolResponse } from "@/lib/contracts/providers";
import { limitsSchema } from "@/lib/core/limits/limits";
import { fakeApi } from "../fake-api";
import { POOL, pageWith } from "../launch/launch-api";
import { show } from "../screen";

const api = fakeApi();
const limits = limitsSchema.parse({ requestsPerSecond: 10, burst: 10, concurrency: 8, tokensPerMinute: 12_000 });
const AT = "2026-01-01T12:00:00.000Z";
const told = (limit: number | null, remaining: number | null, windowMs: number | null = 60_000) => ({
  limit,
  remaining,
  resetAt: null,
  windowMs,
  at: AT,
});
const NOTHING = {
  requests: null,
  requestsPerDay: null,
  tokens: null,
  tokensPerDay: null,
  inputTokens: null,
  outputTokens: null,
  at: AT,
};
const pool: PoolResponse = {
  ...POOL,
  providerName: "OpenAI",
  limits,
  revision: 4,
  startedLastMinute: 288,
  tokensLastMinute: 8000,
  requestsToday: 1204,
  learned: {
    ...NOTHING,
    requests: told(500, 123),
    tokens: told(30_000, 0),
    requestsPerDay: told(10_000, 8796, 86_400_000),
  },
};
const row = (name: RegExp) =>
  within(screen.getByRole("row", { name }))
    .getAllByRole("cell")
    .map((cell) => cell.textContent);

beforeEach(() => {
  api.answer("GET /api/v1/pools", () => ({ status: 200, body: pageWith(pool) }));
  api.answer("PATCH /api/v1/pools/pool_1", () => ({ status: 200, body: pool }));
});

describe("what the provider reports of its limits", () => {
  it("stands beside what is configured and what is used, for each limit", () => {
    show(<LearnedLimits pool={pool} />);
    expect(row(/^Requests (?!per day)/).map((text) => text?.replaceAll("\u00a0", " "))).toEqual([
      "Requests",
      "too high10 rps (600/min)",
      "8.33 rps (500/min)",
      "4.8 rps",
      expect.stringMatching(/^123 of 500/),
    ]);
    expect(row(/^Tokens per minute/).slice(1, 4)).toEqual(
      ["12", "30", "8,000"].map((text) => expect.stringContaining(text.split(" ")[0] ?? "")),
    );
    expect(row(/^Requests per day/).slice(1, 4)).toEqual(["no limit", "10,000", "1,204 today"]);
  });

  it("warns where more is configured than the provider allows, and says where much less is", () => {
    const view = show(<LearnedLimits pool={pool} />);
    expect(screen.getByText(/Requests: .* configured, and OpenAI allows/)).toBeTruthy();
    view.unmount();
    const modest = { ...limits, requestsPerSecond: 2, tokensPerMinute: null };
    show(<LearnedLimits pool={{ ...pool, limits: modest }} />);
    expect(screen.getByText(/OpenAI allows more than twice what is configured: requests/)).toBeTruthy();
  });

  it("is set to 90 % at one press, with a reason, after saying what would change", async () => {
    show(<LearnedLimits pool={pool} />);
    expect(screen.getByText(/10→7.5 rps, 12,000→27,000 tokens\/min/)).toBeTruthy();
    await userEvent.setup().click(screen.getByRole("button", { name: "Set to 90 % of reported" }));
    await waitFor(() => expect(api.sent.some((request) => request.method === "PATCH")).toBe(true));
    expect(api.sent.find((request) => request.method === "PATCH")?.body).toEqual({
      limits: { requestsPerSecond: 7.5, requestsPerDay: 9000, tokensPerMinute: 27_000 },
      reason: expect.stringMatching(/^90 % of what the provider reports: Requests 8.33.*rps \(500\/min\), /),
      revision: 4,
    });
  });

  it("says so where it has reported nothing, or only what is left", () => {
    const view = show(<LearnedLimits pool={{ ...pool, learned: null }} />);
    expect(screen.getByText(/has not reported limits of its own yet/)).toBeTruthy();
    view.unmount();
    show(<LearnedLimits pool={{ ...pool, learned: { ...NOTHING, requests: told(null, 58) } }} />);
    expect(row(/^Requests/)[4]).toMatch(/^58/);
    expect(screen.queryByRole("button", { name: /Set to/ })).toBeNull();
  });
});

describe("the rate over time", () => {
  it("is looked up when it is opened, and can be read as a table", async () => {
    const history: PoolHistoryResponse = {
      items: [
        { seq: 1, at: AT, kind: "limit", dimension: "requests", oldValue: null, newValue: 300, why: "told" },
        { seq: 2, at: AT, kind: "rate", dimension: "requests", oldValue: 10, newValue: 5, why: "learned" },
        {
          seq: 3,
          at: "2026-01-01T12:00:09.000Z",
          kind: "rate",
          dimension: "requests",
          oldValue: 5,
          newValue: 4,
          why: "refused",
        },
      ],
    };
    api.answer("GET /api/v1/pools/pool_1/history", () => ({ status: 200, body: history }));
    show(<RateHistory pool={{ ...pool, pace: { requestsPerSecond: 4, burst: 10, lastChange: null } }} />);
    expect(api.sent).toEqual([]);
    const user = userEvent.setup();
    await user.click(screen.getByRole("button", { name: "Rate over time" }));
    await screen.findByText(/3 changes, 1 of them after refusals; now 4/);
    await user.click(screen.getByRole("button", { name: /View as table/ }));
    const cells = screen
      .getAllByRole("row")
      .map((each) => [...each.querySelectorAll("td")].slice(1).map((cell) => cell.textContent));
    expect(cells.slice(1)).toEqual(
      [
        ["4", "5", "the provider refused requests"],
        ["5", "5", "kept to what the provider reports"],
        ["10", "5", "the provider reported it"],
      ].map((line) => line.map((text) => expect.stringContaining(text))),
    );
  });
});
