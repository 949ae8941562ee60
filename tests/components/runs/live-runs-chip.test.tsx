import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { LiveRunsChip } from "@/components/runs/live-runs-chip";
import { fakeApi } from "../fake-api";
import { runWith } from "../run-builder";
import { show } from "../screen";

const api = fakeApi();

it("leads to the runs that it counts, those that pause or are being cancelled among them", async () => {
  const items = [runWith({ id: "a" }), runWith({ id: "b", state: "pausing" })];
  api.answer("GET /api/v1/runs?state=running%2Cpausing%2Ccancelling&limit=100", () => ({
    status: 200,
    body: { items, nextCursor: null },
  }));
  show(<LiveRunsChip />);
  expect((await screen.findByRole("link")).getAttribute("href")).toBe("/runs?state=running,pausing,cancelling");
});
