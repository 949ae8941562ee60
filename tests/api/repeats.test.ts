import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { GET as compareCases } from "@/app/api/v1/compare/cases/route";
import { GET as compareRuns } from "@/app/api/v1/compare/route";
import { POST as postForecast } from "@/app/api/v1/forecast/route";
import { POST as postGroup } from "@/app/api/v1/run-groups/route";
import { GET as getCase } from "@/app/api/v1/runs/[runId]/cases/[caseId]/route";
import { GET as listCases } from "@/app/api/v1/runs/[runId]/cases/route";
import { GET as exportRun } from "@/app/api/v1/runs/[runId]/export/route";
import { GET as getRepeats } from "@/app/api/v1/runs/[runId]/repeats/route";
import { GET as getReport } from "@/app/api/v1/runs/[runId]/report/route";
import { POST as postRun } from "@/app/api/v1/runs/route";
import { comparedCasePage, compareResponse } from "@/lib/contracts/compare";
import { forecastResponse } from "@/lib/contracts/forecast";
import { caseDetailResponse, casePage, repeatsResponse } from "@/lib/contracts/run-cases";
import { type RunResponse, runGroupResponse } from "@/lib/contracts/runs";
import { wilsonInterval } from "@/lib/core/comparing/wilson-interval";
import { ok, refused, runEnded, send } from "./support/api-server";
import { aLaunch, aProvider, aRun, QUICK } from "./support/launch";

let run: RunResponse;
let once: RunResponse;
let datasetId: string;
let target: { providerId: string; model: string; prompt: string };

beforeAll(async () => {
  const launch = await aLaunch({}, 20);
  datasetId = launch.datasetId;
  target = { providerId: launch.target.providerId, model: "sim", prompt: "{{question}}" };
  run = await runEnded((await aRun({ datasetId, target, repeats: 3, limits: QUICK })).id);
  once = await runEnded((await aRun({ datasetId, target, limits: QUICK })).id);
});

const params = () => ({ runId: run.id });

describe("a run with repeats", () => {
  it("counts every asking, and says how often each case is asked", async () => {
    expect(run).toMatchObject({ repeats: 3, counts: { total: 60, done: 60 } });
    expect(once).toMatchObject({ repeats: 1, counts: { total: 20, done: 20 } });
    // The built-in simulator always answers alike.
    expect(run.counts.passed).toBe(3 * once.counts.passed);
  });

  it("reckons its pass rate by cases: repeats that always agree make it no surer", async () => {
    const repeats = await ok(getRepeats, repeatsResponse, { params: params() });
    const { passed, failed } = once.counts;
    expect(repeats.tally).toEqual({
      cases: 20,
      always: passed,
      sometimes: 0,
      never: failed,
      notScored: 0,
      unfinished: 0,
    });
    expect(repeats.passRateInterval?.low).toBeCloseTo(wilsonInterval(passed, 20)?.low ?? 0, 10);
  });

  it("finds all repeats of a case by its id, and tells them apart", async () => {
    const page = await ok(listCases, casePage, { params: params(), path: "/x?q=c19" });
    expect(page.items.map(({ caseId, sourceCaseId, repeat }) => [caseId, sourceCaseId, repeat])).toEqual([
      ["c19", "c19", 1],
      ["c19#2", "c19", 2],
      ["c19#3", "c19", 3],
    ]);
    const second = { runId: run.id, caseId: "c19#2" };
    const item = await ok(getCase, caseDetailResponse, { params: second });
    expect(item).toMatchObject({ caseId: "c19#2", sourceCaseId: "c19", expected: "20" });
    expect(item.messages[0]?.content).toBe("What is 19 + 1?");
    expect(item.repeats.map(({ caseId, state }) => [caseId, state])).toEqual([
      ["c19", "done"],
      ["c19#2", "done"],
      ["c19#3", "done"],
    ]);
    const alone = await ok(getCase, caseDetailResponse, { params: { runId: once.id, caseId: "c19" } });
    expect(alone).toMatchObject({ sourceCaseId: "c19", repeat: 1, repeats: [] });
  });

  it("exports which asking of which case a row is, and leaves the columns of other runs as they were", async () => {
    const file = async (runId: string, format: string) =>
      (await send(exportRun, { params: { runId }, path: `/x?format=${format}` })).text();
    const rows: Record<string, string>[] = parse(await file(run.id, "csv"), { columns: true, bom: true });
    expect(rows).toHaveLength(60);
    expect(rows[59]).toMatchObject({ caseId: "c19#3", sourceCaseId: "c19", repeat: "3", expected: "20" });
    const plain = (await file(once.id, "csv")).split("\n", 1)[0];
    expect(plain).not.toMatch(/sourceCaseId|repeat/);
    const lines = (await file(run.id, "jsonl")).trimEnd().split("\n");
    expect(JSON.parse(lines[59] ?? "")).toMatchObject({
      sourceCaseId: "c19",
      repeat: 3,
      vars: { question: "What is 19 + 1?" },
    });
    const report = await (await send(getReport, { params: params() })).text();
    expect(report).toContain("20 cases, each asked 3 times");
    if (run.counts.failed > 0) expect(report).toMatch(/c\d+ · 2 of 3/);
  });

  it("is forecast with every asking", async () => {
    const forecast = (repeats?: number) =>
      ok(postForecast, forecastResponse, { body: { datasetId, target, evaluators: [{ type: "numeric" }], repeats } });
    const [one, three] = [await forecast(), await forecast(3)];
    expect([one.cases, three.cases]).toEqual([20, 60]);
    expect(three.sentence).toMatch(/^20 cases × 3 at /);
    expect(three.attempts).toBeCloseTo(3 * one.attempts, 6);
    // Repeats of a case are no duplicates.
    expect(three.notices.filter(({ text }) => /duplicate/.test(text))).toEqual([]);
  });

  it("is the same for every run of a matrix", async () => {
    const targets = [{ target }, { target: { ...target, prompt: "Now {{question}}" } }];
    const body = { datasetId, targets, evaluators: [{ type: "numeric" }], repeats: 2, limits: QUICK };
    const { runs } = await ok(postGroup, runGroupResponse, { body });
    expect(runs.map(({ repeats, counts }) => [repeats, counts.total])).toEqual([
      [2, 40],
      [2, 40],
    ]);
  });

  it.each([0, 21, 1.5, "3"])("is refused with %j repeats, in words", async (repeats) => {
    const body = { ...(await aLaunch({ datasetId, target })), repeats };
    const error = await refused(postRun, { body });
    expect(error.status).toBe(400);
    expect(JSON.stringify(error)).toContain("repeats must be a whole number from 1 to 20");
  });
});

describe("comparing runs with repeats", () => {
  it("pairs cases, sets shares side by side, and says which test was used", async () => {
    const path = `/x?runs=${once.id},${run.id}`;
    const compared = await ok(compareRuns, compareResponse, { path });
    expect(compared.rows.all).toBe(20);
    expect(compared.differences[0]).toMatchObject({
      pairs: { matched: 20, bothPassed: once.counts.passed, bothFailed: once.counts.failed, regressed: 0, improved: 0 },
      test: { method: "sign-flip", pairs: 20, difference: 0, p: 1 },
    });
    const [plain, repeated] = compared.runs.map(({ passRateInterval }) => passRateInterval);
    expect(repeated?.low).toBeCloseTo(plain?.low ?? 0, 10);
    const page = await ok(compareCases, comparedCasePage, { path: `${path}&show=all&limit=50` });
    expect(page.items.map(({ caseId }) => caseId).sort()).toEqual(
      Array.from({ length: 20 }, (_, at) => `c${at}`).sort(),
    );
    const [single, several] = page.items[0]?.cells ?? [];
    expect(single).toMatchObject({ repeats: [], scored: 1 });
    expect(several?.repeats.map(({ repeat }) => repeat)).toEqual([1, 2, 3]);
    expect(several).toMatchObject({ scored: 3, attempts: 1 });
  });

  it("keeps McNemar's test for runs that ask each case once", async () => {
    const other = await runEnded((await aRun({ datasetId, target: { ...target, providerId: await aProvider() } })).id);
    const compared = await ok(compareRuns, compareResponse, { path: `/x?runs=${once.id},${other.id}` });
    expect(compared.differences[0]?.test?.method).toBe("mcnemar");
  });
});
