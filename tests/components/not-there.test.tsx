import { screen } from "@testing-library/react";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import type { ReactElement } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DatasetPage } from "@/components/datasets/dataset-page";
import { ProviderPage } from "@/components/providers/provider-page";
import { CaseSheet } from "@/components/runs/case-sheet";
import { RunConfig } from "@/components/runs/run-config";
import { fakeApi } from "./fake-api";
import { DATASET } from "./launch/launch-api";
import { runWith } from "./run-builder";
import { show } from "./screen";

vi.mock("next/navigation", () => ({
  useRouter: () => ({ push: vi.fn() }),
  usePathname: () => "/",
  useSearchParams: () => null,
}));

const api = fakeApi();
const gone = () => ({ status: 404, body: { error: { code: "not-found", message: "There is no such thing." } } });
const open = (element: ReactElement) => show(<NuqsTestingAdapter hasMemory>{element}</NuqsTestingAdapter>);

describe("a page about something that was deleted", () => {
  it.each([
    ["dataset", <DatasetPage key="page" id="x" />, "/datasets"],
    ["provider", <ProviderPage key="page" id="x" />, "/providers"],
  ])("says so, and leads back: %s", async (what, page, back) => {
    api.answer(`GET /api/v1/${what}s/x`, gone);
    open(page);
    expect(await screen.findByRole("heading", { level: 1, name: `There is no such ${what}` })).toBeTruthy();
    expect(screen.getByText(/it may have been deleted/)).toBeTruthy();
    expect(screen.getByRole("link", { name: `All ${what}s` }).getAttribute("href")).toBe(back);
    expect(screen.getByRole("link", { name: "Activity" }).getAttribute("href")).toBe(`/activity?object=${what}:x`);
    expect(screen.queryByRole("button", { name: "Retry" })).toBeNull();
  });
});

describe("a run", () => {
  it("has no case of that id, and trying again is no help", async () => {
    api.answer("GET /api/v1/runs/run_1/cases/gone", gone);
    const none = () => {};
    open(
      <CaseSheet
        run={runWith()}
        caseId="gone"
        onOpen={() => {}}
        onClose={none}
        onPrevious={null}
        onNext={null}
        onRequeue={null}
        requeueing={false}
      />,
    );
    expect(await screen.findByText("There is no such case in this run.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Retry" })).toBeNull();
  });

  describe("in its Config tab", () => {
    beforeEach(() => {
      api.answer("GET /api/v1/runs/run_1/changes", () => ({ status: 200, body: { changes: [] } }));
    });

    it("leads to its dataset", async () => {
      api.answer("GET /api/v1/datasets/ds_1", () => ({ status: 200, body: DATASET }));
      open(<RunConfig run={runWith()} />);
      expect((await screen.findByRole("link", { name: "sums" })).getAttribute("href")).toBe("/datasets/ds_1");
    });

    it("says of which preset its limits are an edit", async () => {
      api.answer("GET /api/v1/datasets/ds_1", () => ({ status: 200, body: DATASET }));
      const changes = [
        {
          id: "run_1:2",
          revision: 2,
          at: "2026-01-01T12:00:00.000Z",
          actor: "Ana",
          reason: "Edited at launch",
          source: "launch",
          before: runWith().limits,
          after: { ...runWith().limits, concurrency: 13 },
        },
      ];
      api.answer("GET /api/v1/runs/run_1/changes", () => ({ status: 200, body: { changes } }));
      open(<RunConfig run={runWith({ preset: "careful@2", presetEdited: true })} />);
      expect((await screen.findByRole("link", { name: "careful@2" })).parentElement?.textContent).toBe(
        "careful@2 (edited)",
      );
      expect(await screen.findByText("8→13 at once")).toBeTruthy();
    });

    it("marks a dataset that was deleted", async () => {
      api.answer("GET /api/v1/datasets/ds_1", gone);
      open(<RunConfig run={runWith()} />);
      expect(await screen.findByText("sums (deleted)")).toBeTruthy();
      expect(screen.queryByRole("link", { name: "sums" })).toBeNull();
    });
  });
});
