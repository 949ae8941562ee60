import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { DeleteRunDialog } from "@/components/runs/delete-run-dialog";
import { fakeApi } from "./fake-api";
import { runWith } from "./run-builder";
import { show } from "./screen";

const api = fakeApi();
const DELETED = "DELETE /api/v1/runs/run_1";

function open() {
  const onDeleted = vi.fn();
  const onOpenChange = vi.fn();
  show(
    <DeleteRunDialog
      run={runWith({ id: "run_1", name: "Nightly" })}
      open
      onOpenChange={onOpenChange}
      onDeleted={onDeleted}
    />,
  );
  return { onDeleted, onOpenChange, user: userEvent.setup() };
}

describe("deleting a run", () => {
  it("puts the focus on keeping it, and names what is lost", async () => {
    const { user, onOpenChange } = open();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Keep it" }));
    const text = screen.getByRole("alertdialog", { name: "Delete Nightly?" }).textContent ?? "";
    for (const lost of ["1,200 cases, 713 of them done", "charts, log and report", "comparisons with it"]) {
      expect(text).toContain(lost);
    }
    await user.keyboard("{Enter}");
    expect(onOpenChange).toHaveBeenCalledWith(false);
    expect(api.sent).toEqual([]);
  });

  it("deletes it once, and then leads away", async () => {
    api.answer(DELETED, () => ({ status: 204, body: null }));
    const { user, onDeleted } = open();
    await user.click(screen.getByRole("button", { name: "Delete run" }));
    await waitFor(() => expect(onDeleted).toHaveBeenCalledOnce());
    expect(api.sent.map(({ method, path }) => `${method} ${path}`)).toEqual([DELETED]);
  });

  it("stays open with the reason where the server refuses", async () => {
    const message = "The run is running: only a run that is over can be deleted. Cancel it first.";
    api.answer(DELETED, () => ({ status: 409, body: { error: { code: "illegal-transition", message } } }));
    const { user, onDeleted } = open();
    await user.click(screen.getByRole("button", { name: "Delete run" }));
    expect((await screen.findByRole("alert")).textContent).toBe(message);
    expect(onDeleted).not.toHaveBeenCalled();
  });
});
