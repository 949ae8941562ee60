import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { lateCode } from "@/components/ui/late-code";
import { LateOverlay } from "@/components/ui/late-overlay";
import { deliverToasts, type ToastMessage, toast } from "@/components/ui/toast";
import { Toaster } from "@/components/ui/toaster";
import { useShortcut } from "@/components/ui/use-shortcut";
import "../screen";

/** Code that arrives, or is lost, when the test says so. */
function slowCode<T>(code: T) {
  const tries: { arrive: () => void; lose: () => void }[] = [];
  const late = lateCode(
    () =>
      new Promise<T>((resolve, reject) => {
        tries.push({ arrive: () => resolve(code), lose: () => reject(new Error("lost")) });
      }),
  );
  return { late, tries };
}

function Window({ open }: { open: boolean }) {
  return open ? <div role="dialog">The window</div> : null;
}

function Page({ code, act }: { code: ReturnType<typeof slowCode<typeof Window>>["late"]; act: () => void }) {
  const [open, setOpen] = useState(false);
  useShortcut("p", act);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      <LateOverlay code={code} props={{ open }} />
    </>
  );
}

describe("code that comes late", () => {
  it("is fetched once, and anew after it was lost", async () => {
    const { late, tries } = slowCode("code");
    const first = late.load();
    expect(late.load()).toBe(first);
    tries[0]?.lose();
    await expect(first).rejects.toThrow("lost");
    expect(late.now()).toBeNull();
    const second = late.load();
    tries[1]?.arrive();
    expect(await second).toBe("code");
    expect(late.now()).toBe("code");
  });
});

describe("a window whose code is not there yet", () => {
  it("opens when it arrives, and keys pressed meanwhile are not the page's", async () => {
    const { late, tries } = slowCode(Window);
    const act = vi.fn();
    const user = userEvent.setup();
    render(<Page code={late} act={act} />);
    await user.click(screen.getByRole("button", { name: "Open" }));
    await user.keyboard("p");
    expect(act).not.toHaveBeenCalled();
    expect(screen.queryByRole("dialog")).toBeNull();
    tries[0]?.arrive();
    expect((await screen.findByRole("dialog")).textContent).toBe("The window");
  });

  it("is missed aloud where it cannot be had, and opens after a further try", async () => {
    const { late, tries } = slowCode(Window);
    const user = userEvent.setup();
    render(<Page code={late} act={() => {}} />);
    await user.click(screen.getByRole("button", { name: "Open" }));
    tries[0]?.lose();
    expect((await screen.findByRole("alert")).textContent).toContain("could not be loaded so far");
    window.dispatchEvent(new Event("online"));
    await expect.poll(() => tries.length).toBe(2);
    tries[1]?.arrive();
    expect((await screen.findByRole("dialog")).textContent).toBe("The window");
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

describe("a toast", () => {
  it("waits for what draws it, in order", () => {
    const drawn: ToastMessage[] = [];
    toast("first");
    toast.error("second", { duration: 1000 });
    const end = deliverToasts((message) => drawn.push(message));
    toast.success("third");
    end();
    expect(drawn.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      "plain: first",
      "error: second",
      "success: third",
    ]);
    expect(drawn[1]?.options).toEqual({ duration: 1000 });
  });

  it("stays until it is closed where it tells an error, and is read out at once", async () => {
    const drawn: ToastMessage[] = [];
    const end = deliverToasts((message) => drawn.push(message));
    toast.error("refused");
    end();
    expect(drawn[0]?.options.duration).toBe(Number.POSITIVE_INFINITY);
    // jsdom has none, and the toaster asks for the look of the system.
    const look = { matches: false, addEventListener: () => {}, removeEventListener: () => {} };
    vi.stubGlobal("matchMedia", () => look);
    render(<Toaster />);
    toast.error("The database is busy.");
    toast.success("Saved.");
    expect((await screen.findByText("The database is busy.")).getAttribute("role")).toBe("alert");
    expect((await screen.findByText("Saved.")).getAttribute("role")).toBeNull();
    vi.unstubAllGlobals();
  });
});
