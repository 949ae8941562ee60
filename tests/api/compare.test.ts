import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { GET as compareCases } from "@/app/api/v1/compare/cases/route";
import { GET as exportComparison } from "@/app/api/v1/compare/export/route";
import { GET as compareRuns } from "@/app/api/v1/compare/route";
import { GET as compareTimeline } from "@/app/api/v1/compare/timeline/route";
import { GET as listCases } from "@/app/api/v1/runs/[runId]/cases/route";
import { PUT as pinRun, DELETE as unpinRun } from "@/app/api/v1/runs/[runId]/pin/route";
import { GET as listRuns } from "@/app/api/v1/runs/route";
import { DELETE as deleteView, PATCH as updateView } from "@/app/api/v1/views/[viewId]/route";
import { POST as createView, GET as listViews } from "@/app/api/v1/views/route";
import { comparedCasePage, compareResponse, compareTimelineResponse } from "@/lib/contracts/compare";
import { casePage } from "@/lib/contracts/run-cases";
import { runPinResponse } from "@/lib/contracts/run-commands";
import { type RunResponse, runPage } from "@/lib/contracts/runs";
import { viewList, viewResponse } from "@/lib/contracts/views";
import { mcnemarExact } from "@/lib/core/comparing/paired-test";
import { ok, refused, runEnded, send } from "./support/api-server";
import { aDataset, aProvider, aRun, QUICK } from "./support/launch";

let base: RunResponse;
let other: RunResponse;
let apart: RunResponse;

beforeAll(async () => {
  const datasetId = await aDataset(40);
  const target = (providerId: string, prompt = "{{question}}") => ({ providerId, model: "sim", prompt });
  // Another prompt has other answers, so that some cases turn.
  const [one, two] = [
    await aProvider({ simulated: { latencyMedianMs: 1, seed: 1 } }),
    await aProvider({ simulated: { latencyMedianMs: 1, seed: 2, faults: { error500: 0.2 } } }),
  ];
  const retry = { ...QUICK, retry: { attempts: 1 } };
  base = await runEnded((await aRun({ datasetId, target: target(one), name: "base" })).id);
  other = await runEnded(
    (await aRun({ datasetId, target: target(two, "Please: {{question}}"), limits: retry, name: "other" })).id,
  );
  const strangers = await aDataset(3, { cases: [{ id: "x1", vars: { question: "1 + 1?" }, expected: "2" }] });
  apart = await runEnded((await aRun({ datasetId: strangers, target: target(one), name: "apart" })).id);
});

const query = (runs: readonly RunResponse[], more = "") => `/x?runs=${runs.map((run) => run.id).join(",")}${more}`;

async function results(run: RunResponse): Promise<Map<string, string | null>> {
  const page = await ok(listCases, casePage, { params: { runId: run.id }, path: "/x?limit=500" });
  return new Map(page.items.map((item) => [item.caseId, item.result]));
}

describe("comparing runs", () => {
  it("tests no run against one that asks something else under the same ids", async () => {
    const target = base.target;
    const numbered = await aDataset(5, {
      cases: Array.from({ length: 5 }, (_, at) => ({
        id: `c${at}`,
        vars: { question: `Riddle ${at}?` },
        expected: "1",
      })),
    });
    const ids = new Set((await results(base)).keys());
    const riddles = await runEnded((await aRun({ datasetId: numbered, target, name: "riddles" })).id);
    const shared = [...(await results(riddles)).keys()].filter((id) => ids.has(id)).length;
    expect(shared).toBeGreaterThan(0);
    const { differences } = await ok(compareRuns, compareResponse, { path: query([base, riddles]) });
    expect(differences[0]).toMatchObject({ otherDataset: { looked: shared, same: 0 }, test: null });
    const same = await ok(compareRuns, compareResponse, { path: query([base, other]) });
    expect(same.differences[0]?.otherDataset).toBeNull();
  });

  it("agrees with the cases of the runs, pair by pair", async () => {
    const [a, b] = [await results(base), await results(other)];
    const count = (was: string, is: string) =>
      [...a].filter(([id, result]) => result === was && b.get(id) === is).length;
    const compared = await ok(compareRuns, compareResponse, { path: query([base, other]) });
    expect(compared.base).toBe(base.id);
    expect(compared.runs.map(({ run }) => run.id)).toEqual([base.id, other.id]);
    const [difference] = compared.differences;
    expect(difference?.pairs).toMatchObject({
      matched: 40,
      bothPassed: count("passed", "passed"),
      bothFailed: count("failed", "failed"),
      regressed: count("passed", "failed"),
      improved: count("failed", "passed"),
    });
    // Some cases of the other run were lost: they are in no pair of the test.
    expect(other.counts.notScored).toBeGreaterThan(0);
    expect(difference?.pairs.notScored).toBe(other.counts.notScored);
    expect(difference?.test?.pairs).toBe(40 - other.counts.notScored);
    expect(difference?.test?.p).toBe(mcnemarExact(count("passed", "failed"), count("failed", "passed")));
    expect(compared.runs[0]?.passRateInterval?.low).toBeLessThanOrEqual(base.passRate ?? 0);
  });

  it("lists each case once, page by page, and never takes a lost one for a failed one", async () => {
    const [a, b] = [await results(base), await results(other)];
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const path = query([base, other], `&show=all&limit=15${cursor === "" ? "" : `&cursor=${cursor}`}`);
      const page: { items: { caseId: string; cells: { standing: string }[] }[]; nextCursor: string | null } = await ok(
        compareCases,
        comparedCasePage,
        { path },
      );
      for (const { caseId, cells } of page.items) {
        seen.push(caseId);
        expect(cells.map((cell) => cell.standing)).toEqual([a.get(caseId), b.get(caseId)]);
      }
      cursor = page.nextCursor;
    }
    expect(seen.sort()).toEqual([...a.keys()].sort());
  });

  it("is ordered by what became slower or faster, over the pages and in the download", async () => {
    const difference = ({ cells }: { cells: { providerLatencyMs: number | null }[] }) =>
      (cells[1]?.providerLatencyMs ?? Number.NaN) - (cells[0]?.providerLatencyMs ?? Number.NaN);
    for (const [sort, sign] of [
      ["-latency", -1],
      ["latency", 1],
    ] as const) {
      const seen: { id: string; by: number }[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const path = query([base, other], `&show=all&sort=${sort}&limit=9${cursor === "" ? "" : `&cursor=${cursor}`}`);
        const page: z.output<typeof comparedCasePage> = await ok(compareCases, comparedCasePage, { path });
        seen.push(...page.items.map((item) => ({ id: item.caseId, by: difference(item) * sign })));
        cursor = page.nextCursor;
      }
      expect(new Set(seen.map(({ id }) => id)).size).toBe(40);
      expect(seen.map(({ by }) => by)).toEqual(seen.map(({ by }) => by).sort((a, b) => a - b));
      const file = await send(exportComparison, { path: query([base, other], `&show=all&sort=${sort}`) });
      const rows: Record<string, string>[] = parse(await file.text(), { columns: true });
      expect(rows.map((row) => row.caseId)).toEqual(seen.map(({ id }) => id));
    }
    expect(await refused(compareCases, { path: query([base, other], "&sort=speed") })).toMatchObject({ status: 400 });
  });

  it("shows runs without a common case as such, and what is missing as missing", async () => {
    const compared = await ok(compareRuns, compareResponse, { path: query([base, apart]) });
    expect(compared.differences[0]).toMatchObject({
      test: null,
      pairs: { matched: 0, baselineOnly: 40, candidateOnly: 1 },
    });
    expect(compared.rows).toEqual({ all: 41, changed: 0, regressed: 0, improved: 0, missing: 41 });
    const changed = await ok(compareCases, comparedCasePage, { path: query([base, apart]) });
    expect(changed.items).toEqual([]);
    const missing = await ok(compareCases, comparedCasePage, { path: query([base, apart], "&show=missing&q=x1") });
    expect(missing.items.map(({ caseId, cells }) => [caseId, cells[0]?.standing])).toEqual([["x1", "missing"]]);
  });

  it("holds the others against the run that `base` names", async () => {
    const turned = await ok(compareRuns, compareResponse, { path: query([base, other], `&base=${other.id}`) });
    const straight = await ok(compareRuns, compareResponse, { path: query([base, other]) });
    expect(turned.runs.map(({ run }) => run.id)).toEqual([base.id, other.id]);
    expect(turned.differences[0]?.runId).toBe(base.id);
    expect(turned.differences[0]?.test?.difference).toBeCloseTo(-(straight.differences[0]?.test?.difference ?? 1), 12);
  });

  it("draws lines that end at the runs' own figures", async () => {
    const { runs } = await ok(compareTimeline, compareTimelineResponse, { path: query([base, other]) });
    for (const [at, run] of [base, other].entries()) {
      const last = runs[at]?.points.at(-1);
      expect(last?.done).toBe(40);
      expect(last?.passRate).toBeCloseTo(run.passRate ?? 0, 12);
    }
  });

  it("downloads the cases as CSV", async () => {
    const response = await send(exportComparison, { path: query([base, other], "&show=all&sort=case") });
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const rows: Record<string, string>[] = parse(await response.text(), { columns: true });
    expect(rows).toHaveLength(40);
    const [a, b] = [await results(base), await results(other)];
    for (const row of rows) {
      expect([row[`${base.id}.result`], row[`${other.id}.result`]]).toEqual([
        a.get(row.caseId ?? ""),
        b.get(row.caseId ?? ""),
      ]);
    }
  });

  it("refuses one run, nine, one twice, unknown ones and a baseline that is none of them", async () => {
    const nine = Array.from({ length: 9 }, (_, at) => `run_${at}`).join(",");
    for (const runs of [base.id, nine, `${base.id},${base.id}`]) {
      expect(await refused(compareRuns, { path: `/x?runs=${runs}` })).toMatchObject({ status: 400 });
    }
    expect(await refused(compareRuns, { path: `/x?runs=${base.id},run_gone` })).toMatchObject({
      status: 404,
      message: expect.stringContaining("run_gone"),
    });
    expect(await refused(compareRuns, { path: query([base, other], "&base=run_x") })).toMatchObject({ status: 400 });
    expect(await refused(compareCases, { path: query([base, other], "&cursor=zz") })).toMatchObject({ status: 400 });
    expect(await refused(compareCases, { path: query([base, other], "&show=worse") })).toMatchObject({ status: 400 });
  });
});

describe("the list of runs", () => {
  const names = async (path: string) =>
    (await ok(listRuns, runPage, { path: `/x?${path}&limit=500` })).items.map((run) => run.name);

  it("lets a pinned run stand on top, for whoever asks for it", async () => {
    expect(await ok(pinRun, runPinResponse, { method: "PUT", params: { runId: base.id } })).toEqual({
      runId: base.id,
      pinned: true,
    });
    expect((await names("float=true"))[0]).toBe("base");
    expect((await names("float=false"))[0]).not.toBe("base");
    const page = await ok(listRuns, runPage, { path: "/x?limit=500" });
    expect(page.items.filter((run) => run.pinned).map((run) => run.id)).toEqual([base.id]);
    await ok(unpinRun, runPinResponse, { method: "DELETE", params: { runId: base.id } });
    expect((await ok(listRuns, runPage, { path: "/x?limit=500" })).items.some((run) => run.pinned)).toBe(false);
    expect(await refused(pinRun, { method: "PUT", params: { runId: "run_no" } })).toMatchObject({ status: 404 });
  });

  it("filters and sorts, and refuses what it does not know", async () => {
    expect(await names(`datasetId=${base.datasetId}&sort=name`)).toEqual(["base", "other"]);
    expect(await names(`datasetId=${base.datasetId},${apart.datasetId}&sort=-name`)).toEqual([
      "other",
      "base",
      "apart",
    ]);
    expect(await names(`datasetId=${base.datasetId}&model=nothing`)).toEqual([]);
    expect((await names("model=sim&since=1h")).length).toBeGreaterThanOrEqual(3);
    expect(await refused(listRuns, { path: "/x?sort=colour" })).toMatchObject({ status: 400 });
    expect(await refused(listRuns, { path: "/x?since=yesterday" })).toMatchObject({ status: 400 });
  });
});

describe("saved views", () => {
  it("are saved, renamed and removed; a name is taken once", async () => {
    const body = { name: "Nightly fails", query: "state=finished&q=nightly" };
    const view = await ok(createView, viewResponse, { body });
    expect(view).toMatchObject({ ...body, page: "runs" });
    expect(await refused(createView, { body })).toMatchObject({ status: 409 });
    const params = { viewId: view.id };
    const renamed = await ok(updateView, viewResponse, { method: "PATCH", params, body: { name: "Nightly" } });
    expect(renamed).toMatchObject({ name: "Nightly", query: body.query });
    expect((await ok(listViews, viewList, {})).items.map(({ name }) => name)).toEqual(["Nightly"]);
    expect(await refused(updateView, { method: "PATCH", params, body: {} })).toMatchObject({ status: 400 });
    expect((await send(deleteView, { method: "DELETE", params })).status).toBe(204);
    expect(await refused(deleteView, { method: "DELETE", params })).toMatchObject({ status: 404 });
    expect(await refused(createView, { body: { name: " ", query: "a b" } })).toMatchObject({ status: 400 });
  });
});
