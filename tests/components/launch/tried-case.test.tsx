import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { TriedCase } from "@/components/launch/tried-case";
import { caseWith } from "../case-builder";
import { show } from "../screen";

const CASE = caseWith({ caseId: "a/1", output: "x".repeat(20_000), outputIsCut: true });

describe("a tried case with a long answer", () => {
  it("says where the rest is, where not all of it is here", async () => {
    show(<TriedCase runId="run_1" item={CASE} />);
    expect(screen.queryByText(/Only its first/)).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "All of it" }));
    expect(screen.getByText(/Only its first 20,000 characters are shown\./)).toBeTruthy();
    const link = screen.getByRole("link", { name: "Open the case" });
    expect(link.getAttribute("href")).toBe("/runs/run_1?tab=cases&case=a%2F1");
  });

  it("is all there where it was not cut", async () => {
    show(<TriedCase runId="run_1" item={{ ...CASE, outputIsCut: false }} />);
    await userEvent.click(screen.getByRole("button", { name: "All of it" }));
    expect(screen.queryByText(/Only its first/)).toBeNull();
  });
});
