import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { EditLimitsPanel } from "@/components/runs/edit-limits-panel";
import type { LimitEdit } from "@/components/runs/limits-edit";
import { fakeApi } from "./fake-api";
import { runWith } from "./run-builder";
import { show } from "./screen";

const api = fakeApi();

const AS_IT_IS: LimitEdit = { id: 1, scope: "run", remedy: null };

function open(over: Parameters<typeof runWith>[0] = {}, blocked: string | null = null, start = AS_IT_IS) {
  const onClose = vi.fn();
  const panel = (run: Parameters<typeof runWith>[0]) => (
    <EditLimitsPanel run={runWith(run)} start={start} blocked={blocked} onClose={onClose} />
  );
  const { rerender } = show(panel(over));
  return {
    onClose,
    user: userEvent.setup(),
    showAnew: (run: Parameters<typeof runWith>[0]) => rerender(panel(run)),
  };
}

const field = (name: string | RegExp) => screen.getByRole("textbox", { name });
async function type(user: ReturnType<typeof userEvent.setup>, name: string | RegExp, text: string) {
  await user.clear(field(name));
  await user.type(field(name), text);
}

describe("editing limits of a running run", () => {
  it("sends only what changed, with the revision it rests on, and closes", async () => {
    api.answer("PATCH /api/v1/runs/run_1/limits", () => ({ status: 200, body: runWith() }));
    const { user, onClose } = open();
    await type(user, /Requests per second/, "8");
    await type(user, /Reason/, "tier raised");
    await user.click(screen.getByRole("button", { name: "Apply" }));
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(api.sent.filter((r) => r.method === "PATCH").map((r) => r.body)).toEqual([
      { limits: { requestsPerSecond: 8 }, revision: 3, reason: "tier raised" },
    ]);
  });

  it("keeps the limits that few pools have behind a press, and sends and clears them like the others", async () => {
    api.answer("PATCH /api/v1/runs/run_1/limits", () => ({ status: 200, body: runWith() }));
    const first = open();
    expect(screen.queryByRole("textbox", { name: /Requests per day/ })).toBeNull();
    await first.user.click(screen.getByRole("button", { name: "More limits" }));
    await type(first.user, /Requests per day/, "1,000");
    await type(first.user, /Input tokens per minute/, "80000");
    await first.user.click(screen.getByRole("button", { name: "Apply" }));
    await waitFor(() => expect(first.onClose).toHaveBeenCalled());
    cleanup();
    // Set already: they stand there from the start.
    const { limits } = runWith();
    const second = open({ limits: { ...limits, requestsPerDay: 500 } });
    await second.user.clear(field(/Requests per day/));
    await second.user.click(screen.getByRole("button", { name: "Apply" }));
    await waitFor(() => expect(second.onClose).toHaveBeenCalled());
    expect(api.sent.filter((r) => r.method === "PATCH").map((r) => r.body)).toEqual([
      { limits: { inputTokensPerMinute: 80_000, requestsPerDay: 1000 }, revision: 3 },
      { limits: { requestsPerDay: null }, revision: 3 },
    ]);
  });

  it("takes a rate per minute and shows what it comes to", async () => {
    const { user } = open();
    await type(user, /Requests per second/, "600/min");
    await user.tab();
    expect(field(/Requests per second/)).toHaveProperty("value", "10");
    expect(screen.getByText(/sooner/)).toBeTruthy();
  });

  it("says beside the field what is wrong, puts the focus there and sends nothing", async () => {
    const { user } = open();
    await type(user, /^At once/, "0");
    await type(user, /Requests per second/, "-1");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(screen.getByText("Enter a rate above 0, e.g. 5 or 300/min.")).toBeTruthy();
    expect(field(/^At once/).getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(field(/Requests per second/));
    expect(api.sent).toEqual([]);
  });

  it("opens with the value that would help, for whom it would", async () => {
    const pool = { ...AS_IT_IS, scope: "pool", remedy: { field: "concurrency", value: 25, scope: "pool" } } as const;
    open({}, null, pool);
    expect(field(/At once/)).toHaveProperty("value", "25");
    expect(screen.getByRole("radio", { name: /all runs/ }).getAttribute("aria-checked")).toBe("true");
  });

  it("keeps the panel and its values when the server refuses", async () => {
    api.answer("PATCH /api/v1/runs/run_1/limits", () => ({
      status: 422,
      body: { error: { code: "infeasible", message: "the provider allows at most 6 rps" } },
    }));
    const { user, onClose } = open();
    await type(user, /Requests per second/, "8");
    await user.click(screen.getByRole("button", { name: "Apply" }));
    expect(await screen.findByText("the provider allows at most 6 rps")).toBeTruthy();
    expect(field(/Requests per second/)).toHaveProperty("value", "8");
    expect(onClose).not.toHaveBeenCalled();
  });

  it("shows who was faster and lets one apply over it", async () => {
    const run = runWith();
    api.answer("PATCH /api/v1/runs/run_1/limits", () => ({
      status: 409,
      body: { error: { code: "stale-revision", message: "the limits were changed meanwhile" } },
    }));
    api.answer("GET /api/v1/runs/run_1/changes", () => ({
      status: 200,
      body: {
        changes: [
          {
            id: "c1",
            revision: 4,
            at: "2026-01-01T12:01:00.000Z",
            actor: "Ana",
            reason: null,
            source: "ui",
            before: run.limits,
            after: { ...run.limits, requestsPerSecond: 6 },
          },
        ],
      },
    }));
    const { user, onClose, showAnew } = open();
    await type(user, /Requests per second/, "8");
    await user.click(screen.getByRole("button", { name: "Apply" }));
    expect(await screen.findByText(/Ana set 5→6 rps/)).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole("alert"));
    expect(onClose).not.toHaveBeenCalled();

    const theirs = { ...run.limits, requestsPerSecond: 6, burst: 4 };
    showAnew({ limits: theirs, limitsRevision: 4 });
    expect(screen.getByText("6 →").textContent).toBe("6 → 8");
    expect(field(/^Burst/), "what was not typed is as they set it").toHaveProperty("value", "4");
    expect(screen.getByRole("button", { name: "Start from theirs" })).toBeTruthy();
    api.answer("PATCH /api/v1/runs/run_1/limits", () => ({ status: 200, body: runWith() }));
    await user.click(screen.getByRole("button", { name: "Apply mine over it" }));
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(api.sent.filter((r) => r.method === "PATCH").map((r) => r.body)).toEqual([
      { limits: { requestsPerSecond: 8 }, revision: 3 },
      { limits: { requestsPerSecond: 8 }, revision: 4 },
    ]);
  });

  it("wants a reason before it changes all runs of a provider", async () => {
    const { user } = open();
    await user.click(screen.getByRole("radio", { name: "openai, all runs" }));
    await type(user, /Requests per second/, "8");
    await user.click(screen.getByRole("button", { name: "Apply" }));
    expect(screen.getByText("Say why: it changes all runs of this provider.")).toBeTruthy();
    expect(api.sent.filter((request) => request.method === "PATCH")).toEqual([]);
  });

  it("says where the provider allows less than the run asks for", async () => {
    const { user } = open();
    await type(user, /Requests per second/, "20");
    expect(screen.getByText(/openai allows less: 10 rps\. The run keeps to that\./)).toBeTruthy();
  });

  it("names one rate that holds, where the provider lets less through than its pool is set to", async () => {
    const { user } = open({ providerPace: { requestsPerSecond: 7, tokensPerMinute: null, cooldowns: null } });
    await type(user, /Requests per second/, "20");
    expect(screen.getByText(/openai lets 7 rps through for now\. The run keeps to that\./)).toBeTruthy();
    expect(screen.queryByText(/allows less/)).toBeNull();
  });

  it("says that more attempts revive no case that gave up, and offers to requeue", async () => {
    const requeued = vi.fn(() => ({ status: 200, body: { requeued: 23, run: runWith() } }));
    api.answer("POST /api/v1/runs/run_1/requeue", requeued);
    const attemptsPerCase = [
      { attempts: 1, cases: 680, lost: 4 },
      { attempts: 4, cases: 33, lost: 19 },
    ];
    const { user } = open({ attemptsPerCase });
    await type(user, /^Attempts/, "6");
    expect(screen.getByText(/19 cases that gave up are not revived/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Requeue 23 not scored" }));
    await waitFor(() => expect(requeued).toHaveBeenCalledWith(expect.objectContaining({ body: {} })));
  });

  it("applies nothing while the page is behind", async () => {
    const { user } = open({}, "Not while this page is behind.");
    await type(user, /Requests per second/, "8");
    expect(screen.getByRole("button", { name: "Apply" })).toHaveProperty("disabled", true);
    expect(screen.getByText("Not while this page is behind.")).toBeTruthy();
  });
});
