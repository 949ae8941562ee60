import { act, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { ageText, LinkBanner, LinkDot } from "@/components/runs/run-link";
import type { LinkView } from "@/lib/client/link-state";
import { show } from "./screen";

const link = (over: Partial<LinkView>): LinkView => ({
  kind: "live",
  sinceMs: null,
  behindMs: null,
  failures: 0,
  ...over,
});
/** What is read out. */
const said = () => screen.getByRole("status").textContent;
const banner = () => (screen.getByText(/at the server/).textContent ?? "").replace(/\s/g, " ");

describe("the link to a run", () => {
  it("says nothing beyond its dot while it is good", () => {
    show(
      <>
        <LinkDot link={link({})} />
        <LinkBanner link={link({})} />
      </>,
    );
    expect(screen.getByText("Live")).toBeTruthy();
    expect(screen.queryByText(/at the server/)).toBeNull();
    expect(said()).toBe("");
  });

  it("tells how old the news is while it is live, and nothing then but how far it is behind", () => {
    vi.useFakeTimers({ now: 10_000 });
    try {
      const { rerender } = show(<LinkDot link={link({ sinceMs: 9_900, behindMs: 100 })} />);
      act(() => void vi.advanceTimersByTime(500));
      expect(screen.getByText(/^· /).textContent?.replace(/\s/g, " ")).toBe("· 0.6 s");
      rerender(<LinkDot link={link({ kind: "delayed", sinceMs: 9_900, behindMs: 8_100 })} />);
      expect(screen.queryByText(/^· /)).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    [-20, "0.0 s"],
    [449, "0.4 s"],
    [999, "0.9 s"],
    [9_960, "9.9 s"],
    [12_340, "12.3 s"],
  ])("has %i ms as %s", (ms, words) => {
    expect(ageText(ms).replace(/\s/g, " ")).toBe(words);
  });

  it("says that the run goes on and how far the page is behind when it is lost", () => {
    show(<LinkBanner link={link({ kind: "reconnecting", behindMs: 23_200, failures: 2 })} />);
    expect(banner()).toBe("Reconnecting (2). The run goes on at the server. This page is 23 s behind.");
  });

  it("tells being offline apart from a lost server", () => {
    show(<LinkBanner link={link({ kind: "offline", behindMs: 9000 })} />);
    expect(banner()).toContain("You are offline.");
  });

  it("is read out once when it is lost and once when it is back, while the seconds count for the eye alone", () => {
    const { rerender } = show(<LinkBanner link={link({})} />);
    const heard = [said()];
    const views = [
      { kind: "reconnecting", behindMs: 16_000, failures: 1 },
      { kind: "reconnecting", behindMs: 17_000, failures: 2 },
      { kind: "offline", behindMs: 18_000 },
      { kind: "catching-up", behindMs: 19_000 },
      { kind: "live" },
    ] as const;
    for (const view of views) {
      rerender(<LinkBanner link={link(view)} />);
      if (view.kind === "offline") expect(banner()).toContain("18 s behind");
      if (said() !== heard.at(-1)) heard.push(said());
    }
    expect(heard).toEqual(["", "Connection lost. The run itself goes on.", "Connected again."]);
  });
});
