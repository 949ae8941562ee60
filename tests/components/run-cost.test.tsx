import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { BudgetBand } from "@/components/runs/budget-band";
import { CostTile } from "@/components/runs/cost-tile";
import { fakeApi } from "./fake-api";
import { runWith } from "./run-builder";
import { show } from "./screen";

const api = fakeApi();
const COST = runWith().cost;

describe("the cost tile", () => {
  it.each([
    [
      "a cost that is known, with where it leads",
      { costUsd: 1.84, cost: { ...COST, totalUsd: 1.84 } },
      /\$1\.84.*→ \$3\.10/,
    ],
    [
      "the least it can be, and why",
      { costUsd: 1.84, cost: { ...COST, totalUsd: 1.84, unknownCalls: 3 } },
      /≥ \$1\.84.*3 calls of unknown cost/,
    ],
    [
      "the least it can be, where a judge's calls are not known",
      { costUsd: 1.84, cost: { ...COST, totalUsd: 1.84, judges: { usd: null, unknownCalls: 2 } } },
      /≥ \$1\.84.*2 calls of unknown cost/,
    ],
    [
      "the judges' calls in the sum, as the projection and the budget have them",
      { costUsd: 1, budgetUsd: 5, cost: { ...COST, totalUsd: 1.2, judges: { usd: 0.2, unknownCalls: 0 } } },
      /\$1\.20.*→ \$2\.02.*incl\. judges \$0\.2000.*budget \$5\.00/,
    ],
    [
      "tokens where it costs nothing",
      { costUsd: 0, cost: { ...COST, totalUsd: 0, free: true } },
      /Tokens.*costs nothing/,
    ],
    ["tokens of runs from before there were prices", { cost: { ...COST, priceVersion: null } }, /Tokens1,500/],
  ])("shows %s", (_, over, text) => {
    const { container } = show(<CostTile run={runWith(over)} over={false} />);
    expect(container.textContent).toMatch(text);
  });

  it("says that a cost is unknown, never 0, and leads to the price table", () => {
    const cost = { ...COST, unknownCalls: 700, unpricedModels: ["gpt-x"] };
    const { container } = show(<CostTile run={runWith({ cost })} over={false} />);
    expect(container.textContent).toMatch(/Costunknown.*Add a price for gpt-x/);
    expect(screen.getByRole("link", { name: "Add" }).getAttribute("href")).toBe("/prices?provider=prv_1&model=gpt-x");
  });
});

describe("a run that paused for its budget", () => {
  const paused = runWith({
    state: "paused",
    stopReason: { code: "budget", message: "The run has cost $2.00 of its budget of $2.00." },
    budgetUsd: 2,
    costUsd: 2,
    cost: { ...COST, totalUsd: 2 },
  });

  it("offers a larger one that reaches to its end, and goes on", async () => {
    api.answer("PATCH /api/v1/runs/run_1", () => ({ status: 200, body: { ...paused, budgetUsd: 3.71 } }));
    api.answer("POST /api/v1/runs/run_1/resume", () => ({ status: 200, body: runWith({ state: "queued" }) }));
    show(<BudgetBand run={paused} />);
    const user = userEvent.setup();
    await user.click(screen.getByRole("button", { name: "Raise the budget…" }));
    const box = await screen.findByRole("textbox", { name: /^Budget/ });
    // $2.00 for 713 of 1,200 cases, and a tenth on top.
    expect(box).toHaveProperty("value", "3.71");
    await user.clear(box);
    await user.type(box, "1.50");
    await user.click(screen.getByRole("button", { name: "Save and resume" }));
    expect(screen.getByText("$2.00 is spent already.")).toBeTruthy();
    await user.clear(box);
    await user.type(box, "4");
    await user.type(screen.getByRole("textbox", { name: /^Reason/ }), "worth it");
    await user.click(screen.getByRole("button", { name: "Save and resume" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(api.sent.map(({ method, path, body }) => [method, path, body])).toEqual([
      ["PATCH", "/api/v1/runs/run_1", { budgetUsd: 4, reason: "worth it" }],
      ["POST", "/api/v1/runs/run_1/resume", {}],
    ]);
  });

  it("says what was spent with the judges in it, as the budget counts", () => {
    const cost = { ...COST, totalUsd: 2, judges: { usd: 0.5, unknownCalls: 0 } };
    const { container } = show(<BudgetBand run={{ ...paused, costUsd: 1.5, cost }} />);
    expect(container.textContent).toContain("Paused at its budget of $2.00: $2.00 spent, judges included.");
  });

  it("is not offered one where it paused for something else", () => {
    const { container } = show(<BudgetBand run={{ ...paused, stopReason: { code: "auth", message: "no" } }} />);
    expect(container.textContent).toBe("");
  });
});
