import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { CaseName } from "@/components/runs/case-name";
import { RepeatDots, RepeatStrip } from "@/components/runs/repeat-strip";
import { RepeatsCard } from "@/components/runs/repeats-card";
import type { CaseRepeat } from "@/lib/contracts/run-cases";
import { caseCountWords } from "@/lib/core/repeats/case-count-words";
import { fakeApi } from "../fake-api";
import { runWith } from "../run-builder";
import { show } from "../screen";

const api = fakeApi();
const RESULTS = ["passed", "failed", "not-scored", null] as const;
const repeats: CaseRepeat[] = RESULTS.map((result, at) => ({
  caseId: at === 0 ? "q12" : `q12#${at + 1}`,
  repeat: at + 1,
  state: result === null ? "running" : "done",
  result,
}));

describe("the repeats of a case", () => {
  it("are links that say which asking it is and what became of it; the one at hand is marked", async () => {
    const onOpen = vi.fn();
    show(<RepeatStrip runId="run_1" repeats={repeats} current="q12#2" onOpen={onOpen} />);
    const strip = screen.getByRole("navigation", { name: "Repeats of this case" });
    const links = within(strip).getAllByRole("link");
    expect(links.map((link) => link.textContent)).toEqual([
      "1Repeat 1 of 4: passed",
      "2Repeat 2 of 4: failed",
      "3Repeat 3 of 4: not scored",
      "4Repeat 4 of 4: running",
    ]);
    expect(links.map((link) => link.getAttribute("aria-current"))).toEqual([null, "true", null, null]);
    expect(links[2]?.getAttribute("href")).toBe("/runs/run_1?tab=cases&case=q12%233");
    expect(strip.textContent).toContain("1 of 2 passed");
    await userEvent.click(links[3] ?? strip);
    expect(onOpen.mock.calls).toEqual([["q12#4"]]);
  });

  it("differ in shape, not in colour alone", () => {
    show(<RepeatDots repeats={repeats} />);
    const marks = [...screen.getByRole("img", { name: "passed, failed, not scored, running" }).children].slice(1);
    const shapes = marks.map((mark) => `${mark.tagName} ${mark.getAttribute("r")} ${mark.getAttribute("d")?.length}`);
    expect(new Set(shapes).size).toBe(4);
  });

  it("are told apart by name, and a case that is asked once has its id alone", () => {
    const { container } = show(<CaseName item={{ sourceCaseId: "q12", repeat: 2 }} repeats={3} />);
    expect(container.textContent).toContain("q12 · 2 of 3");
    const plain = show(<CaseName item={{ sourceCaseId: "q13", repeat: 1 }} repeats={1} />);
    expect(plain.container.textContent).toContain("q13");
    expect(plain.container.textContent).not.toContain(" of ");
    const counts = { total: 3600 };
    expect([caseCountWords({ counts, repeats: 3 }), caseCountWords({ counts, repeats: 1 })]).toEqual([
      "1,200 cases × 3",
      "3,600 cases",
    ]);
  });
});

describe("the card of repeats", () => {
  it("counts cases that passed every time, sometimes and never", async () => {
    const tally = { cases: 400, always: 200, sometimes: 100, never: 50, notScored: 0, unfinished: 50 };
    api.answer("GET /api/v1/runs/run_1/repeats", () => ({
      status: 200,
      body: { repeats: 3, tally, passRateInterval: { low: 0.8, high: 0.9 } },
    }));
    show(<RepeatsCard run={runWith({ repeats: 3 })} />);
    expect(await screen.findByText("Passed sometimes")).toBeTruthy();
    expect(screen.getByText("400 cases, each asked 3 times")).toBeTruthy();
    const figures = screen.getAllByRole("definition").map((each) => each.textContent?.replace(/\s/g, " "));
    expect(figures).toEqual(["200", "50 %", "100", "25 %", "50", "13 %", "50", "13 %"]);
  });

  it("is not there where each case is asked once", () => {
    show(<RepeatsCard run={runWith()} />);
    expect(screen.queryByText("Repeats")).toBeNull();
    expect(api.sent).toEqual([]);
  });
});
