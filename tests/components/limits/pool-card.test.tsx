import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { LimitsPage } from "@/components/limits/limits-page";
import type { PoolResponse } from "@/lib/contracts/providers";
import { fakeApi } from "../fake-api";
import { POOL, pageWith } from "../launch/launch-api";
import { show } from "../screen";

const api = fakeApi();
let pool: PoolResponse;

beforeEach(() => {
  pool = { ...POOL, providerName: "OpenAI" };
  api.answer("GET /api/v1/pools", () => ({ status: 200, body: pageWith(pool) }));
});

const page = () =>
  show(
    <NuqsTestingAdapter>
      <LimitsPage />
    </NuqsTestingAdapter>,
  );

describe("the limits page", () => {
  it.each([
    ["learned", "5 rps in force, as the provider reports (4 min ago); 12 rps set."],
    ["refused", "5 rps in force, since the provider refused requests (4 min ago); 12 rps set."],
  ] as const)(
    "tells the rate in force, its origin (%s) and what is set, and measures against it",
    async (why, sentence) => {
      const at = new Date(Date.now() - 250_000).toISOString();
      pool = {
        ...pool,
        startedLastSecond: 4,
        limits: { ...pool.limits, requestsPerSecond: 12, adaptive: false },
        pace: { requestsPerSecond: 5, burst: 4, lastChange: { at, why, oldRps: 12, newRps: 5 } },
      };
      const { container } = page();
      await screen.findByText(/in force/);
      const text = (container.textContent ?? "").replace(/\u00a0/g, " ");
      expect(text).toContain(sentence);
      expect(text).toContain("4 of 5 rps");
      expect(text).toContain("of 4 left");
    },
  );

  it("leads to a further provider", async () => {
    page();
    expect((await screen.findByRole("link", { name: "Add provider" })).getAttribute("href")).toBe("/providers/new");
  });

  it("ends a cooldown early, where the provider asked for it", async () => {
    const cooldownUntil = new Date(Date.now() + 90_000).toISOString();
    pool = { ...pool, cooldownUntil, cooldownReason: "Retry-After 2 min", canTryNow: true };
    api.answer("POST /api/v1/pools/pool_1/try-now", () => {
      pool = { ...pool, cooldownUntil: null, cooldownReason: null, canTryNow: false };
      return { status: 200, body: pool };
    });
    page();
    await userEvent.click(await screen.findByRole("button", { name: "Try OpenAI now" }));
    await waitFor(() => expect(screen.queryByText(/^Cooldown/)).toBeNull());
    expect(screen.queryByRole("button", { name: "Try OpenAI now" })).toBeNull();
  });

  it("offers no early end of a day whose requests are used up", async () => {
    pool = { ...pool, cooldownUntil: new Date(Date.now() + 90_000).toISOString(), cooldownReason: "used up" };
    page();
    expect(await screen.findByText(/^Cooldown/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Try OpenAI now" })).toBeNull();
  });

  it("says in place why a cooldown could not be ended", async () => {
    pool = { ...pool, cooldownUntil: new Date(Date.now() + 90_000).toISOString(), canTryNow: true };
    const message = "The server is shutting down.";
    api.answer("POST /api/v1/pools/pool_1/try-now", () => ({
      status: 503,
      body: { error: { code: "unavailable", message } },
    }));
    page();
    await userEvent.click(await screen.findByRole("button", { name: "Try OpenAI now" }));
    expect((await screen.findByRole("alert")).textContent).toBe(message);
  });

  it("says in place why a change could not be undone, wherever that was pressed", async () => {
    const before = { ...pool.limits, requestsPerSecond: 200 };
    const change = {
      id: "c2",
      revision: 2,
      at: "2026-01-01T12:00:00.000Z",
      actor: "Ada",
      reason: "why",
      source: "ui",
      before,
      preset: null,
    } as const;
    pool = { ...pool, revision: 2, changes: [{ ...change, after: pool.limits }] };
    api.answer("PATCH /api/v1/pools/pool_1", () => ({
      status: 409,
      body: { error: { code: "stale-revision", message: "Somebody changed it meanwhile." } },
    }));
    page();
    await userEvent.click(await screen.findByRole("button", { name: "1 change" }));
    await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Somebody changed it meanwhile.");
  });

  it("tests the key of a pool's provider, and shows in place what came of it", async () => {
    pool = { ...pool, model: "gpt-5" };
    api.answer("POST /api/v1/providers/prv_1/test", () => ({
      status: 200,
      body: { ok: false, model: "gpt-5", fault: "key", message: "The key was refused.", status: 401, latencyMs: 120 },
    }));
    page();
    await userEvent.click(await screen.findByRole("button", { name: "Test the key of OpenAI" }));
    const card = within(await screen.findByRole("listitem"));
    expect(await card.findByText("The key was refused.", { exact: false })).toBeTruthy();
    const mend = card.getByRole("link", { name: "Mend the key" });
    expect(mend.getAttribute("href")).toBe("/providers/prv_1#provider-apiKey");
    expect(api.sent.find(({ method }) => method === "POST")?.body).toEqual({ model: "gpt-5" });
  });
});
