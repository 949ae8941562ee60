import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeApi } from "../fake-api";
import { runWith } from "../run-builder";
import { answerLaunch, POOL, pageWith } from "./launch-api";
import { box, openLaunch, setTo, startButton } from "./open-launch";

const TARGET = { providerId: "prv_1", model: "sim-small", params: {} };
const push = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push, prefetch: () => {} }), usePathname: () => "/runs/new" }));

const api = fakeApi();

beforeEach(() => {
  push.mockClear();
  localStorage.clear();
  answerLaunch(api);
});

const started = () => api.sent.filter((request) => request.path === "/api/v1/runs");

describe("a run launched again", () => {
  it("is filled in, and what the link says holds", async () => {
    const again = runWith({ id: "run_3", target: { ...TARGET, prompt: "{{question}} Again." } });
    api.answer("GET /api/v1/runs/run_3", () => ({ status: 200, body: again }));
    const user = openLaunch("?conc=13&from=run_3");
    await waitFor(() => expect(box("Prompt template")).toHaveProperty("value", "{{question}} Again."));
    expect(box("At once")).toHaveProperty("value", "13");
    expect(box("Requests per second")).toHaveProperty("value", "5");
    await user.click(startButton());
    await waitFor(() => expect(started()).toHaveLength(1));
    expect(started()[0]?.body).toMatchObject({ limits: { requestsPerSecond: 5, concurrency: 13 } });
  });
});

describe("a preset that is edited for one run", () => {
  it("is named with the values typed over it", async () => {
    const preset = {
      slug: "careful",
      name: "Careful",
      scope: { provider: null, providerName: null, model: null },
      archivedAt: null,
      latest: { n: 2, ref: "careful@2", limits: POOL.limits },
      labels: [],
    };
    api.answer("GET /api/v1/presets", () => ({ status: 200, body: pageWith(preset) }));
    const user = openLaunch("?preset=careful@2&conc=13");
    await screen.findByText("{{question}}");
    setTo("Prompt template", "{{question}}");
    await user.click(startButton());
    await waitFor(() => expect(started()).toHaveLength(1));
    expect(started()[0]?.body).toMatchObject({
      preset: "careful@2",
      limits: { requestsPerSecond: 500, concurrency: 13 },
    });
  });
});

describe("a draft of another browser", () => {
  it("says that its prompts are not here, until some are typed", async () => {
    openLaunch("?draft=abcd1234&n=20");
    expect(await screen.findByText(/prompts and evaluators of this draft are not in this browser/)).toBeTruthy();
    setTo("Prompt template", "{{question}}");
    await waitFor(() => expect(screen.queryByText(/are not in this browser/)).toBeNull());
  });

  it("is not what a run that is gone is told as", async () => {
    api.answer("GET /api/v1/runs/run_gone", () => ({
      status: 404,
      body: { error: { code: "not-found", message: "There is no run run_gone." } },
    }));
    openLaunch("?from=run_gone");
    expect(await screen.findByText("The run to copy could not be read. There is no run run_gone.")).toBeTruthy();
    expect(screen.queryByText(/are not in this browser/)).toBeNull();
  });
});
