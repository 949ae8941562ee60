import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { CancelRunDialog } from "@/components/runs/cancel-run-dialog";
import { runWith } from "./run-builder";
import { show } from "./screen";

function open(error: string | null = null) {
  const onCancelRun = vi.fn();
  const onOpenChange = vi.fn();
  show(
    <CancelRunDialog
      run={runWith()}
      open
      onOpenChange={onOpenChange}
      onCancelRun={onCancelRun}
      busy={false}
      error={error}
    />,
  );
  return { onCancelRun, onOpenChange, user: userEvent.setup() };
}

describe("cancelling a run", () => {
  it("puts the focus on keeping it running, so that Enter harms nothing", async () => {
    const { user, onCancelRun, onOpenChange } = open();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Keep running" }));
    await user.keyboard("{Enter}");
    expect(onOpenChange).toHaveBeenCalledWith(false);
    expect(onCancelRun).not.toHaveBeenCalled();
  });

  it("says how many cases are kept, dropped and never start, adding up to all", () => {
    open();
    const text = screen.getByRole("alertdialog").textContent ?? "";
    const counts = [
      "713 finished cases are kept",
      "8 under way are dropped (6 requests in flight may be billed)",
      "479 never start",
    ];
    for (const count of counts) expect(text).toContain(count);
    expect(713 + 8 + 479).toBe(runWith().counts.total);
  });

  it("stays open with the reason when the server refuses", () => {
    open("the run is finished already");
    expect(screen.getByRole("alert").textContent).toBe("the run is finished already");
  });
});
