import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { LimitsCard } from "@/components/runs/limits-card";
import { RunControls } from "@/components/runs/run-controls";
import { useRunActions } from "@/components/runs/use-run-actions";
import { fakeApi } from "../fake-api";
import { runWith } from "../run-builder";
import { show } from "../screen";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => {} }) }));

fakeApi();
const base = runWith();

function Controls({ over }: { over: Parameters<typeof runWith>[0] }) {
  const run = runWith(over);
  const actions = useRunActions(run);
  return <RunControls run={run} actions={actions} onEdit={() => {}} editBlocked={null} caseFilters={null} />;
}

const open = (over: Parameters<typeof runWith>[0] = {}) => {
  show(<Controls over={over} />);
  return userEvent.setup();
};

describe("the controls of a run", () => {
  it("tell beside Resume how fast it goes on", () => {
    open({ state: "paused" });
    expect(screen.getByRole("button", { name: "Resume" })).toBeTruthy();
    expect(screen.getByText("at 5 rps, first burst up to 10")).toBeTruthy();
  });

  it("call cases that are not scored by that name", () => {
    open();
    expect(screen.getByRole("button", { name: "Requeue 23 not scored" })).toBeTruthy();
  });

  it("say what a pause does with retries", async () => {
    const user = open();
    await user.click(screen.getByRole("button", { name: "Pause options" }));
    const items = (await screen.findAllByRole("menuitem")).map((item) => item.textContent);
    expect(items).toEqual(["Pause (retries finish)", "Pause and stop pending retries"]);
  });

  it.each([
    ["running", ["Copy link"]],
    ["finished", ["Copy link", "Delete run…"]],
  ] as const)("have a link to copy, and delete only what is over: %s", async (state, items) => {
    const user = open({ state });
    const copied = vi.spyOn(navigator.clipboard, "writeText");
    await user.click(screen.getByRole("button", { name: "More actions" }));
    expect((await screen.findAllByRole("menuitem")).map((item) => item.textContent)).toEqual(items);
    await user.click(screen.getByRole("menuitem", { name: "Copy link" }));
    expect(copied).toHaveBeenCalledWith(window.location.href);
  });
});

describe("the limits in force", () => {
  it.each([
    [2.5, "the run asks for 2.5 rps; openai allows less"],
    [0.4, "the run asks for 0.4 rps (24/min); openai allows less"],
  ])("name the run's own rate of %s where its provider holds it back", (requestsPerSecond, text) => {
    const limits = { ...base.limits, requestsPerSecond };
    const slower = { ...base.limits, requestsPerSecond: 0.1 };
    const run = runWith({ limits, poolLimits: slower, effectiveLimits: slower });
    const { container } = show(<LimitsCard run={run} onEdit={() => {}} canEdit />);
    expect(container.textContent?.replace(/\u00a0/g, " ")).toContain(text);
  });
});
