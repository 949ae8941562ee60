import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { LaunchForm } from "@/components/launch/launch-form";
import type { RubricResponse } from "@/lib/contracts/rubrics";
import type { RunResponse } from "@/lib/contracts/runs";
import { fakeApi } from "../fake-api";
import { runWith } from "../run-builder";
import { show } from "../screen";
import { DATASET, MEASURED, POOL, PROVIDER, pageWith } from "./launch-api";

vi.mock("next/navigation", () => ({
  useRouter: () => ({ push: vi.fn(), prefetch: () => {} }),
  usePathname: () => "/runs/new",
}));

const api = fakeApi();
const PROMPT = "[Expert]: {{expected}} [Submission]: {{output}}";
const FACTUALITY: RubricResponse = {
  name: "factuality",
  title: "Factuality against the expected answer",
  source: "autoevals 0.3.0",
  prompt: PROMPT,
  choices: { A: 0.4, C: 1 },
  variables: [],
  needsExpected: true,
};
const JUDGE = { type: "judge", providerId: "prv_2", model: "sim-judge", threshold: 0.5, params: {} } as const;
const SLOW = {
  ...POOL,
  id: "pool_2",
  providerId: "prv_2",
  providerName: "Judges",
  limits: { ...POOL.limits, requestsPerSecond: 2, burst: 1, concurrency: 4 },
};

beforeEach(() => localStorage.clear());

/** The form filled with an earlier run that had these evaluators. */
async function openWith(evaluators: RunResponse["evaluators"], { hasExpected = true } = {}) {
  const ok = (body: unknown) => () => ({ status: 200, body });
  const prompt = "{{question}}";
  const run = runWith({ evaluators, limitsScope: "pool", target: { ...runWith().target, model: "m", prompt } });
  api.answer("GET /api/v1/datasets?limit=500", ok(pageWith({ ...DATASET, hasExpected })));
  api.answer("GET /api/v1/providers?limit=500", ok(pageWith(PROVIDER, { ...PROVIDER, id: "prv_2", name: "Judges" })));
  api.answer("GET /api/v1/pools", ok(pageWith(POOL, SLOW)));
  api.answer("GET /api/v1/presets", ok(pageWith()));
  api.answer("GET /api/v1/rubrics", ok(pageWith(FACTUALITY)));
  api.answer("GET /api/v1/runs/run_1", ok(run));
  api.answer("POST /api/v1/forecast", ok(MEASURED));
  const first = { ord: 0, id: "1", vars: { question: "What is 2 + 2?" }, expected: "4", metadata: {} };
  api.answer("GET /api/v1/datasets/ds_1/cases?limit=1", ok(pageWith(first)));
  api.answer("POST /api/v1/runs", () => ({ status: 201, body: runWith({ id: "run_7" }) }));
  show(
    <NuqsTestingAdapter searchParams="?from=run_1" hasMemory>
      <LaunchForm />
    </NuqsTestingAdapter>,
  );
  await waitFor(() => expect(screen.getByLabelText("Judge's model")).toBeTruthy());
  return userEvent.setup();
}

const started = () => api.sent.filter((request) => request.path === "/api/v1/runs");
const start = () => screen.getByRole("button", { name: "Start run" });

describe("a judge in the launch form", () => {
  it("shows the text of its ready rubric, is sent by its name, and counts in the forecast", async () => {
    const rubric = {
      name: "factuality",
      source: "autoevals 0.2.0",
      prompt: "older {{output}}",
      choices: { A: 1, B: 0 },
    };
    const user = await openWith([{ ...JUDGE, rubric }]);
    await waitFor(() => expect(screen.getByRole("region", { name: "Rubric of evaluator 1" }).textContent).toBe(PROMPT));
    expect(screen.getByText("C = 1")).toBeTruthy();
    await waitFor(() => expect(screen.getByRole("status").textContent).toContain("bounded by its judges"));
    expect(screen.getByRole("status").textContent).toContain("and 1,200 calls of judges");
    expect(screen.getByText(/1,200 calls through Judges/)).toBeTruthy();
    const asked = () => api.sent.filter((request) => request.path === "/api/v1/forecast").at(-1)?.body;
    await waitFor(() =>
      expect(asked()).toMatchObject({ evaluators: [{ type: "contains" }, { type: "judge", rubric: "factuality" }] }),
    );
    await user.click(start());
    await waitFor(() => expect(started()).toHaveLength(1));
    expect(started()[0]?.body).toMatchObject({ evaluators: [{ ...JUDGE, rubric: "factuality" }] });
  });

  it("keeps a rubric of one's own, and tells what is wrong with it at its field", async () => {
    const rubric = { name: "tone", prompt: "Is {{output}} polite?", choices: { Yes: 1, No: 0 } };
    const user = await openWith([{ ...JUDGE, rubric }]);
    const prompt = screen.getByRole("textbox", { name: "What the judge is asked" });
    const choices = screen.getByRole("textbox", { name: "Choices and their scores" });
    expect(choices).toHaveProperty("value", "Yes = 1\nNo = 0");
    fireEvent.change(prompt, { target: { value: "Is {{mood}} right?" } });
    fireEvent.change(choices, { target: { value: "Yes" } });
    await user.click(start());
    expect(screen.getByText(/Two to 20 lines of a choice and its score/, { selector: "p" })).toBeTruthy();
    fireEvent.change(choices, { target: { value: "Yes = 1\nMaybe = 0.5\nNo = 0" } });
    expect(screen.getByText(/must name \{\{output\}\}/, { selector: "p" })).toBeTruthy();
    fireEvent.change(prompt, { target: { value: "Is {{mood}} right for {{output}}?" } });
    expect(screen.getByText(/It names \{\{mood\}\}\. sums has/, { selector: "p" })).toBeTruthy();
    fireEvent.change(prompt, { target: { value: "Is {{hint}} right for {{output}}?" } });
    await user.click(start());
    await waitFor(() => expect(started()).toHaveLength(1));
    expect(started()[0]?.body).toMatchObject({
      evaluators: [
        {
          ...JUDGE,
          rubric: { name: "tone", prompt: "Is {{hint}} right for {{output}}?", choices: { Yes: 1, Maybe: 0.5, No: 0 } },
        },
      ],
    });
  });

  it("that compares with an expected value is refused for a dataset without any", async () => {
    const rubric = { name: "factuality", source: "autoevals 0.3.0", prompt: PROMPT, choices: { A: 1, B: 0 } };
    const user = await openWith([{ ...JUDGE, rubric }], { hasExpected: false });
    await waitFor(() => expect(screen.getByText("C = 1")).toBeTruthy());
    await user.click(start());
    expect(
      screen.getByText(/compares with an expected value, and this dataset has none/, { selector: "p" }),
    ).toBeTruthy();
    expect(started()).toEqual([]);
  });
});
