import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { LinkBanner, LinkDot } from "@/components/runs/run-link";
import type { LinkView } from "@/lib/client/link-state";
import { show } from "./screen";

const link = (over: Partial<LinkView>): LinkView => ({ kind: "live", behindMs: 400, failures: 0, ...over });
const text = () => (screen.getByRole("status").textContent ?? "").replace(/\s/g, " ");

describe("the link to a run", () => {
  it("says nothing beyond its dot while it is good", () => {
    show(
      <>
        <LinkDot link={link({})} />
        <LinkBanner link={link({})} />
      </>,
    );
    expect(screen.getByText("Live")).toBeTruthy();
    expect(text()).toBe("");
  });

  it("says that the run goes on and how far the page is behind when it is lost", () => {
    show(<LinkBanner link={link({ kind: "reconnecting", behindMs: 23_200, failures: 2 })} />);
    expect(text()).toBe("Reconnecting (2). The run goes on at the server. This page is 23 s behind.");
  });

  it("tells being offline apart from a lost server", () => {
    show(<LinkBanner link={link({ kind: "offline", behindMs: 9000 })} />);
    expect(text()).toContain("You are offline.");
  });
});
