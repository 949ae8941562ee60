import { screen, waitFor } from "@testing-library/react";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { LaunchForm } from "@/components/launch/launch-form";
import type { RunResponse } from "@/lib/contracts/runs";
import { caseWith } from "../case-builder";
import { fakeApi } from "../fake-api";
import { runWith } from "../run-builder";
import { show } from "../screen";
import { DATASET, MEASURED, POOL, PROVIDER, pageWith } from "./launch-api";
import { box, openLaunch, setTo } from "./open-launch";

const push = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push, prefetch: () => {} }), usePathname: () => "/runs/new" }));

const api = fakeApi();
const ok = (body: unknown) => () => ({ status: 200, body });
const OTHER = { ...PROVIDER, id: "prv_2", name: "Other", models: ["big"] };

beforeEach(() => {
  push.mockClear();
  localStorage.clear();
  Element.prototype.scrollIntoView = vi.fn();
  api.answer("GET /api/v1/datasets?limit=500", ok(pageWith(DATASET)));
  api.answer("GET /api/v1/providers?limit=500", ok(pageWith(PROVIDER, OTHER)));
  api.answer("GET /api/v1/pools", ok(pageWith(POOL, { ...POOL, id: "pool_2", providerId: "prv_2" })));
  api.answer("GET /api/v1/presets", ok(pageWith()));
  api.answer("POST /api/v1/forecast", ok(MEASURED));
  const first = { ord: 0, id: "1", vars: { question: "What is 2 + 2?" }, expected: "4", metadata: {} };
  api.answer("GET /api/v1/datasets/ds_1/cases?limit=1", ok(pageWith(first)));
});

const open = (search: string) => openLaunch(`${search}&provider=prv_1&rps=5&burst=10&conc=8&attempts=4`);
const sentTo = (path: string) => api.sent.filter((request) => request.path === path);

describe("a matrix in the launch form", () => {
  it("is every model with every prompt: forecast together, started by one press as one group", async () => {
    const runs = [runWith({ id: "run_1", groupId: "grp_1" }), runWith({ id: "run_2", groupId: "grp_1" })];
    api.answer("POST /api/v1/run-groups", () => ({ status: 201, body: { groupId: "grp_1", runs } }));
    const user = open("?more=prv_2/big");
    await screen.findByText("{{question}}");
    setTo("Prompt template", "{{question}}");
    await user.click(screen.getByRole("button", { name: "Another prompt" }));
    setTo("Prompt template B", "Please: {{question}}");
    const start = await screen.findByRole("button", { name: "Start 4 runs" });
    await waitFor(() => expect(screen.getByRole("status").textContent).toContain("4 runs, 4,800 cases: about 4"));
    expect(screen.getByText("big · prompt B")).toBeTruthy();
    await user.dblClick(start);
    await waitFor(() => expect(push).toHaveBeenCalledWith("/runs?group=grp_1"));
    expect(sentTo("/api/v1/run-groups")).toHaveLength(1);
    expect(sentTo("/api/v1/run-groups")[0]?.body).toMatchObject({
      datasetId: "ds_1",
      targets: [
        { cell: "sim-small · prompt A", target: { providerId: "prv_1", prompt: "{{question}}" } },
        { cell: "sim-small · prompt B", target: { providerId: "prv_1", prompt: "Please: {{question}}" } },
        { cell: "big · prompt A", target: { providerId: "prv_2", model: "big" } },
        { cell: "big · prompt B", target: { providerId: "prv_2", model: "big" } },
      ],
    });
  });

  it("tells what is wrong with a cell at its own row or prompt", async () => {
    const user = open("?more=prv_gone/");
    await screen.findByText("{{question}}");
    setTo("Prompt template", "{{question}}");
    await user.click(screen.getByRole("button", { name: "Another prompt" }));
    setTo("Prompt template B", "{{mood}}");
    await user.click(screen.getByRole("button", { name: "Start 4 runs" }));
    expect(screen.getByText("Choose a provider, or remove the row.", { selector: "p" })).toBeTruthy();
    expect(screen.getByText("Name a model, or remove the row.", { selector: "p" })).toBeTruthy();
    expect(screen.getByText(/sums has no {{mood}}/, { selector: "p" })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Prompt B" })).toBeTruthy();
    expect(sentTo("/api/v1/run-groups")).toEqual([]);
  });
});

describe("trying some cases first", () => {
  const CASE = caseWith({
    caseId: "c-1",
    result: "failed",
    output: "The answer is <b>5</b>",
    scores: [{ evaluator: "contains", score: 0, passed: false, detail: "4 is missing" }],
    tokens: { input: 80, output: 20 },
    finishedAt: "2026-01-01T12:00:01.000Z",
  });
  const counts = { total: 1200, done: 5, passed: 4, failed: 1, notScored: 0, inFlight: 0, pending: 1195 };
  const target = { providerId: "prv_1", model: "sim-small", prompt: "{{question}}", params: {} };
  const tried = (over: Partial<RunResponse> = {}) =>
    runWith({
      id: "run_7",
      state: "paused",
      tryFirst: 5,
      counts,
      target,
      limitsScope: "pool",
      stopReason: { code: "tried", message: "The first 5 cases are tried." },
      ...over,
    });

  it("starts a run that waits after five, shows them, and goes on with the same run", async () => {
    const begun = { ...counts, done: 0, passed: 0, failed: 0, inFlight: 5 };
    const queued = tried({ state: "queued", stopReason: null, counts: begun });
    api.answer("POST /api/v1/runs", () => ({ status: 201, body: queued }));
    api.answer("GET /api/v1/runs/run_7", ok(tried()));
    api.answer("GET /api/v1/runs/run_7/cases?state=done&limit=10", ok({ ...pageWith(CASE), total: 1 }));
    api.answer("POST /api/v1/runs/run_7/resume", ok(tried({ state: "queued", tryFirst: null })));
    const user = open("?x=1");
    await screen.findByText("{{question}}");
    setTo("Prompt template", "{{question}}");
    await user.click(screen.getByRole("button", { name: "Try 5 first" }));
    expect(await screen.findByText("5 of 1,200 cases tried: 80 % passed")).toBeTruthy();
    expect(sentTo("/api/v1/runs")[0]?.body).toMatchObject({ tryFirst: 5 });
    expect(await screen.findByText("The answer is <b>5</b>")).toBeTruthy();
    expect(screen.getByText(/failed: 4 is missing/)).toBeTruthy();
    expect(screen.getByText(/1.2 s per call, 80 tokens in and 20 out/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Run the other 1,195" }));
    await waitFor(() => expect(push).toHaveBeenCalledWith("/runs/run_7"));
    expect(sentTo("/api/v1/runs")).toHaveLength(1);
  });

  it("tells why it stopped at once, and can be thrown away", async () => {
    const refused = { code: "auth" as const, message: "The provider refused the key (401)." };
    const none = { ...counts, done: 0, passed: 0, failed: 0, pending: 1200 };
    api.answer("GET /api/v1/runs/run_7", ok(tried({ stopReason: refused, counts: none })));
    api.answer("POST /api/v1/runs/run_7/cancel", ok(tried({ state: "cancelled" })));
    api.answer("DELETE /api/v1/runs/run_7", () => ({ status: 204, body: null }));
    const user = open("?tried=run_7");
    expect(await screen.findByText("The provider refused the key (401).")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Open key settings" }).getAttribute("href")).toBe("/providers/prv_1");
    await user.click(screen.getByRole("button", { name: "Discard" }));
    await waitFor(() => expect(screen.queryByText("The provider refused the key (401).")).toBeNull());
    expect(sentTo("/api/v1/runs/run_7").filter(({ method }) => method === "DELETE")).toHaveLength(1);
  });
});

describe("what the launch form cannot find", () => {
  it("is told at its field, and the form stays usable", async () => {
    api.answer("GET /api/v1/presets/gone", () => ({
      status: 404,
      body: { error: { code: "not-found", message: "There is no preset gone." } },
    }));
    show(
      <NuqsTestingAdapter searchParams="?dataset=ds_gone&provider=prv_gone&preset=gone@3" hasMemory>
        <LaunchForm />
      </NuqsTestingAdapter>,
    );
    expect(await screen.findByText(/The dataset that this form was filled with is not there any more/)).toBeTruthy();
    expect(screen.getByText(/The provider that this form was filled with is not there any more/)).toBeTruthy();
    expect(await screen.findByText(/There is no such preset or version/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Start run" })).toBeTruthy();
  });

  it("is no storage either: the form says so and works on", async () => {
    const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new Error("blocked");
    });
    open("?x=1");
    await screen.findByText("{{question}}");
    setTo("Prompt template", "{{question}}");
    expect(await screen.findByText(/This browser stores nothing for this page/)).toBeTruthy();
    expect(box("Prompt template")).toHaveProperty("value", "{{question}}");
    full.mockRestore();
  });
});

describe("saving the limits as a preset", () => {
  it("sends name, message and the form's limits, and the form then names the preset", async () => {
    const at = "2026-01-01T12:00:00.000Z";
    const saved = (limits: unknown) => ({
      slug: "tier-2",
      name: "Tier 2",
      description: null,
      scope: { provider: null, providerName: null, model: null },
      revision: 1,
      createdAt: at,
      updatedAt: at,
      archivedAt: null,
      versions: 1,
      usedBy: { liveRuns: 0, pastRuns: 0, pools: 0 },
      labels: [],
      latest: {
        ref: "tier-2@1",
        n: 1,
        limits,
        message: "From the account page",
        author: "Ana",
        createdAt: at,
        parent: null,
        usedBy: { runs: 0, pools: 0 },
      },
    });
    const { limits } = POOL;
    api.answer("POST /api/v1/presets", () => ({ status: 201, body: saved(limits) }));
    const user = open("?x=1");
    await user.click(await screen.findByRole("button", { name: "Save as preset…" }));
    await user.click(screen.getByRole("button", { name: "Save preset" }));
    expect(screen.getByText("Give it a name.")).toBeTruthy();
    setTo("Name", "Tier 2");
    setTo(/^Message/, "From the account page");
    api.answer("GET /api/v1/presets", ok(pageWith(saved(limits))));
    await user.click(screen.getByRole("button", { name: "Save preset" }));
    const posted = () => sentTo("/api/v1/presets").filter(({ method }) => method === "POST");
    await waitFor(() => expect(posted()).toHaveLength(1));
    expect(posted()[0]?.body).toMatchObject({
      name: "Tier 2",
      message: "From the account page",
      limits: { requestsPerSecond: 5 },
    });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sentTo("/api/v1/runs")).toEqual([]);
  });
});
