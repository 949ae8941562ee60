import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { LimitsCard } from "@/components/runs/limits-card";
import { runWith } from "../run-builder";
import { show } from "../screen";

function rate(over: Parameters<typeof runWith>[0]): string {
  show(<LimitsCard run={runWith(over)} onEdit={() => {}} canEdit />);
  const term = screen.getByText("Requests per second");
  return (term.nextElementSibling?.textContent ?? "").replace(/\u00a0/g, " ");
}

describe("the limits in force", () => {
  it.each([
    [null, "5 rps"],
    [{ requestsPerSecond: 2, reported: true }, "2 rpsas the provider reports; 5 rps set"],
    [{ requestsPerSecond: 2, reported: false }, "2 rpsafter the provider refused requests; 5 rps set"],
  ])("are those that the pool keeps to: %j", (paceRps, words) => {
    expect(rate({ paceRps })).toBe(words);
  });

  it("name a burst that the provider does not save up", () => {
    show(<LimitsCard run={runWith({ paceBurst: 4 })} onEdit={() => {}} canEdit />);
    expect(screen.getByText("Burst").nextElementSibling?.textContent).toBe("4as the provider reports; 10 set");
  });
});
