import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { LimitsOverTime } from "@/components/runs/limits-over-time";
import { fakeApi } from "../fake-api";
import { runWith } from "../run-builder";
import { show } from "../screen";

const api = fakeApi();

it("the limits of a run can be kept as a preset", async () => {
  const run = runWith();
  const page = { items: [], nextCursor: null };
  api.answer("GET /api/v1/runs/run_1/changes", () => ({ status: 200, body: { changes: [] } }));
  api.answer("GET /api/v1/pools", () => ({ status: 200, body: page }));
  api.answer("GET /api/v1/presets", () => ({ status: 200, body: page }));
  api.answer("POST /api/v1/presets", () => ({ status: 201, body: { latest: { ref: "nightly@1" } } }));
  show(<LimitsOverTime run={run} />);
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Save as preset…" }));
  await user.type(await screen.findByRole("textbox", { name: "Name" }), "Nightly");
  await user.click(screen.getByRole("button", { name: "Save preset" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const posted = api.sent.filter(({ method }) => method === "POST").map(({ body }) => body);
  expect(posted).toEqual([{ name: "Nightly", limits: run.effectiveLimits }]);
});
