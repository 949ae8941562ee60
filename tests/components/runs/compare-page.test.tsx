import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { ComparePage } from "@/components/runs/compare/compare-page";
import type { ComparedCase, CompareResponse } from "@/lib/contracts/compare";
import { countPairs } from "@/lib/core/comparing/count-pairs";
import { pairedShareTest } from "@/lib/core/comparing/paired-share-test";
import { pairedTest } from "@/lib/core/comparing/paired-test";
import { standOf } from "@/tests/support/stands";
import { fakeApi } from "../fake-api";
import { runWith } from "../run-builder";
import { show } from "../screen";

const api = fakeApi();

const counted = countPairs(
  [
    { standings: [standOf("passed"), standOf("passed")], cases: 700 },
    { standings: [standOf("failed"), standOf("failed")], cases: 478 },
    { standings: [standOf("passed"), standOf("failed")], cases: 50 },
    { standings: [standOf("failed"), standOf("passed")], cases: 91 },
    { standings: [standOf("passed"), standOf("not-scored")], cases: 4 },
    { standings: [standOf("failed"), standOf("missing")], cases: 1 },
  ],
  1,
);
const pairs = counted.pairs[0];

function compared(): CompareResponse {
  if (pairs === undefined) throw new Error("one pair was counted");
  const run = (id: string, name: string) => ({
    run: runWith({ id, name, state: "finished" }),
    passRateInterval: { low: 0.57, high: 0.62 },
    attemptsPerCase: 1.2,
  });
  return {
    base: "run_1",
    runs: [run("run_1", "before"), run("run_2", "after")],
    differences: [{ runId: "run_2", pairs, otherDataset: null, test: pairedTest(pairs) }],
    rows: counted.rows,
  };
}

function aCase(caseId: string, change: ComparedCase["change"], standings: [string, string]): unknown {
  const cell = (runId: string, standing: string, own: string | null) => ({
    runId,
    standing,
    change: own,
    score: null,
    outputStart: `<b>${runId}</b>`,
    attempts: 1,
    providerLatencyMs: 200,
    costUsd: null,
    repeats: [],
    passed: standing === "passed" ? 1 : 0,
    scored: standing === "passed" || standing === "failed" ? 1 : 0,
  });
  return { caseId, change, cells: [cell("run_1", standings[0], null), cell("run_2", standings[1], change)] };
}

const QUERY = "runs=run_1%2Crun_2&base=run_1";
const cases = (query: string, items: unknown[]) =>
  api.answer(`GET /api/v1/compare/cases?${QUERY}&${query}`, () => ({ status: 200, body: { items, nextCursor: null } }));

beforeEach(() => {
  api.answer(`GET /api/v1/compare?${QUERY}`, () => ({ status: 200, body: compared() }));
  api.answer("GET /api/v1/compare/timeline?runs=run_1%2Crun_2", () => ({ status: 200, body: { runs: [] } }));
  cases("show=changed&sort=change&limit=50", [
    aCase("c1", "regressed", ["passed", "failed"]),
    aCase("c2", "scoring", ["passed", "not-scored"]),
  ]);
  cases("show=missing&sort=change&limit=50", [aCase("c9", "missing", ["failed", "missing"])]);
  api.answer("GET /api/v1/runs?limit=50", () => ({ status: 200, body: { items: [], nextCursor: null } }));
});

function open(search: string) {
  show(
    <NuqsTestingAdapter searchParams={search} hasMemory>
      <ComparePage />
    </NuqsTestingAdapter>,
  );
  return userEvent.setup();
}

describe("the page of a comparison", () => {
  it("says the verdict in words, and shows lost and missing cases as such", async () => {
    const user = open("?runs=run_1,run_2");
    expect(
      await screen.findByText(/^B is 3\.1 points better than A \(\+1\.\d…\+4\.\d\), p < 0\.001, 1,319 pairs\.$/),
    ).toBeTruthy();
    expect(screen.getByText(/4 pairs not scored, left out\. B lacks 1 of A’s/)).toBeTruthy();
    const table = screen.getByRole("table", { name: "Compared cases" });
    const row = (await within(table).findByRole("button", { name: "c2" })).closest("tr");
    expect(within(row ?? table).getByText("not scored")).toBeTruthy();
    await userEvent.keyboard("jj");
    expect(document.activeElement?.textContent).toBe("c2");
    expect(within(table).getByText("Regressed")).toBeTruthy();
    // Outputs are text, whatever they hold.
    expect(within(table).getAllByText("<b>run_1</b>")).toHaveLength(2);
    await user.click(screen.getByRole("radio", { name: /^Missing/ }));
    expect(await within(table).findByText("missing")).toBeTruthy();
    expect(within(table).getAllByText("failed")).toHaveLength(1);
  });

  it("orders the cases by what became slower, and shows by how much", async () => {
    const slower = aCase("c7", "improved", ["failed", "passed"]) as { cells: { providerLatencyMs: number }[] };
    if (slower.cells[1] !== undefined) slower.cells[1].providerLatencyMs = 540;
    cases("show=changed&sort=-latency&limit=50", [slower]);
    open("?runs=run_1,run_2&sort=-latency&metric=latency");
    expect((await screen.findByRole("combobox", { name: "Order" })).textContent).toBe("Slower first");
    const table = screen.getByRole("table", { name: "Compared cases" });
    const row = (await within(table).findByRole("button", { name: "c7" })).closest("tr");
    await waitFor(() => expect(row?.textContent).toMatch(/▲ 340\sms more than the baseline/));
  });

  it("sets repeats of a case side by side as marks, with the share that passed in words, and names the test", async () => {
    const repeat = (at: number, result: string | null) => ({
      caseId: `c3#${at}`,
      repeat: at,
      state: result === null ? "pending" : "done",
      result,
    });
    const mixed = aCase("c3", "regressed", ["passed", "mixed"]) as { cells: { repeats: unknown[] }[] };
    if (mixed.cells[1] !== undefined) {
      mixed.cells[1].repeats = [repeat(1, "passed"), repeat(2, "failed"), repeat(3, "passed"), repeat(4, null)];
    }
    cases("show=changed&sort=change&limit=50", [mixed]);
    const body = compared();
    const [difference] = body.differences;
    const test = pairedShareTest([{ difference: 0.25, cases: 40 }]);
    const differences = difference === undefined ? [] : [{ ...difference, test }];
    api.answer(`GET /api/v1/compare?${QUERY}`, () => ({ status: 200, body: { ...body, differences } }));
    open("?runs=run_1,run_2");
    expect(await screen.findByText(/With repeats each case counts once, by the share that passed/)).toBeTruthy();
    expect(screen.queryByText(/McNemar/)).toBeNull();
    const table = screen.getByRole("table", { name: "Compared cases" });
    const row = (await within(table).findByRole("button", { name: "c3" })).closest("tr") ?? table;
    expect(within(row).getByRole("img", { name: "passed, failed, passed, not done yet" })).toBeTruthy();
    expect(within(row).getByText("2 of 3 passed")).toBeTruthy();
  });

  it("takes a run out that is not there", async () => {
    api.answer("GET /api/v1/compare?runs=run_1%2Crun_gone%2Crun_2&base=run_1", () => ({
      status: 404,
      body: {
        error: {
          code: "not-found",
          message: "There is no run run_gone.",
          issues: [{ path: "runs.run_gone", message: "there is no such run" }],
        },
      },
    }));
    const user = open("?runs=run_1,run_gone,run_2");
    await user.click(await screen.findByRole("button", { name: "Take it out" }));
    expect(await screen.findByRole("list", { name: "Compared runs" })).toBeTruthy();
  });

  it("says that the baseline of its address is none of its runs, and takes it out", async () => {
    const user = open("?runs=run_1,run_2&base=run_gone");
    expect((await screen.findByText(/is none of these runs/)).textContent).toContain("The baseline run_gone");
    await user.click(screen.getByRole("button", { name: "Take it out" }));
    await waitFor(() => expect(screen.queryByText(/is none of these runs/)).toBeNull());
  });

  it("says which runs are beyond the most", async () => {
    const ids = Array.from({ length: 9 }, (_, at) => `r${at + 1}`);
    const eight = encodeURIComponent(ids.slice(0, 8).join(","));
    api.answer(`GET /api/v1/compare?runs=${eight}&base=r1`, () => ({
      status: 404,
      body: { error: { code: "not-found", message: "There is no run." } },
    }));
    open(`?runs=${ids.join(",")}`);
    expect((await screen.findByText(/8 runs are compared at most/)).textContent).toContain("left out: r9");
  });

  it("offers runs to choose from where fewer than two are named", async () => {
    open("?runs=run_1");
    expect(await screen.findByText("No run to compare yet")).toBeTruthy();
    await waitFor(() => expect(api.sent.some(({ path }) => path.startsWith("/api/v1/compare"))).toBe(false));
  });
});
