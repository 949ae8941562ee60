import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeApi } from "../fake-api";
import { answerLaunch, MEASURED, POOL, pageWith } from "./launch-api";
import { forecast, openLaunch, setTo } from "./open-launch";

const push = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push, prefetch: () => {} }), usePathname: () => "/runs/new" }));

const api = fakeApi();

beforeEach(() => {
  push.mockClear();
  localStorage.clear();
  answerLaunch(api);
});

const OWN = "?rps=5&burst=10&conc=8&attempts=4";

describe("a pool that other runs use", () => {
  it("is shared by priority: headline and remark go by the run's part", async () => {
    const other = { id: "run_9", name: "other", share: 1, inFlight: 1, waiting: 0, startedLastMinute: 1 };
    const runs = [{ ...other, priority: "normal" as const }];
    const pool = { ...POOL, limits: { ...POOL.limits, requestsPerSecond: 5 }, runs };
    api.answer("GET /api/v1/pools", () => ({ status: 200, body: pageWith(pool) }));
    const user = openLaunch(`${OWN}&retried=0`);
    expect(await screen.findByText("2 runs share 5 rps; yours gets about 2.5: 7 min 57 s.")).toBeTruthy();
    await waitFor(() => expect(forecast()).toContain("about 7 min 57 s, bounded by rate"));
    await user.click(screen.getByRole("radio", { name: "High" }));
    expect(await screen.findByText("2 runs share 5 rps; yours gets about 4.0: 4 min 59 s.")).toBeTruthy();
  });
});

describe("a provider that reports less than is set", () => {
  const told = { limit: 300, remaining: 299, resetAt: null, windowMs: 60_000, at: new Date().toISOString() };
  const others = { requestsPerDay: null, tokens: null, tokensPerDay: null, inputTokens: null, outputTokens: null };
  const pool = { ...POOL, learned: { ...others, requests: told, at: told.at } };

  beforeEach(() => api.answer("GET /api/v1/pools", () => ({ status: 200, body: pageWith(pool) })));

  it("bounds the forecast, which says so", async () => {
    openLaunch("?rps=12&burst=10&conc=40&attempts=4&latency=1&retried=0");
    await waitFor(() => expect(forecast()).toContain("at 12 rps (the provider allows 5), burst 10"));
    expect(forecast()).toContain("about 3 min 59 s, bounded by rate");
  });

  it("is not asked for more than the slots carry: the remark on slots aims at what it allows", async () => {
    openLaunch("?rps=12&burst=50&conc=2&attempts=4&latency=1&retried=0");
    expect(await screen.findByRole("button", { name: "Set 7" })).toBeTruthy();
    expect(screen.queryByText(/^Needs .* requests\/min/)).toBeNull();
    expect(screen.queryByText(/can draw 429s/)).toBeNull();
  });
});

describe("remarks on limits", () => {
  it("lead to the provider's limits with the value, where those are too narrow for the fix", async () => {
    const pool = { ...POOL, limits: { ...POOL.limits, concurrency: 10 } };
    api.answer("GET /api/v1/pools", () => ({ status: 200, body: pageWith(pool) }));
    const user = openLaunch(`${OWN}&latency=4`);
    await user.click(await screen.findByRole("button", { name: "Raise the provider's 10…" }));
    expect(push).toHaveBeenCalledWith("/limits?edit=pool_1&conc=25");
  });

  it("go by the attempts of the form, where 429s were seen", async () => {
    const assumes = { ...MEASURED.assumes, rateLimitedShare: 0.02 };
    api.answer("POST /api/v1/forecast", () => ({ status: 200, body: { ...MEASURED, assumes } }));
    openLaunch(OWN);
    await waitFor(() => expect(forecast()).toContain("812 calls"));
    expect(screen.queryByText("One 429 drops the case.")).toBeNull();
    setTo("Attempts", "1");
    expect(await screen.findByText("One 429 drops the case.")).toBeTruthy();
  });
});
