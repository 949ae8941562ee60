import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { POST as postForecast } from "@/app/api/v1/forecast/route";
import { GET as listPools } from "@/app/api/v1/pools/route";
import { DELETE as deleteProvider } from "@/app/api/v1/providers/[providerId]/route";
import { GET as listRubrics } from "@/app/api/v1/rubrics/route";
import { GET as getCase } from "@/app/api/v1/runs/[runId]/cases/[caseId]/route";
import { GET as exportRun } from "@/app/api/v1/runs/[runId]/export/route";
import { POST as requeueRun } from "@/app/api/v1/runs/[runId]/requeue/route";
import { POST as postRun } from "@/app/api/v1/runs/route";
import { pageOf } from "@/lib/contracts/common";
import { forecastResponse } from "@/lib/contracts/forecast";
import { poolResponse } from "@/lib/contracts/providers";
import { rubricResponse } from "@/lib/contracts/rubrics";
import { caseDetailResponse } from "@/lib/contracts/run-cases";
import { requeueRunResponse } from "@/lib/contracts/run-commands";
import type { CreateRunRequest } from "@/lib/contracts/run-launch";
import { ok, refused, runEnded, runWhere, send } from "./support/api-server";
import { aDataset, aLaunch, aProvider, aRun, HARDLY, QUICK } from "./support/launch";

type Judge = Extract<CreateRunRequest["evaluators"][number], { type: "judge" }>;
const OWN = { prompt: "Expected: {{expected}}\nOutput: {{output}}", choices: { right: 1, wrong: 0 } };

async function aJudge(over: Partial<Judge> = {}, simulated: Record<string, unknown> = {}): Promise<Judge> {
  const providerId = await aProvider({ name: "Judges", simulated: { latencyMedianMs: 1, ...simulated } });
  return { type: "judge", providerId, model: "sim", rubric: OWN, ...over };
}

describe("a launch with a judge", () => {
  it("is judged by a ready rubric, whose text the run keeps", async () => {
    const { items } = await ok(listRubrics, pageOf(rubricResponse));
    const factuality = items.find(({ name }) => name === "factuality");
    expect(factuality).toMatchObject({ source: "autoevals 0.3.0", needsExpected: true, variables: [] });
    const judge = await aJudge({ rubric: "factuality" });
    const run = await runEnded((await aRun({ evaluators: [judge, { type: "numeric" }] }, 20)).id);
    expect(run.evaluators[0]).toMatchObject({
      rubric: { name: "factuality", prompt: factuality?.prompt, choices: factuality?.choices },
    });
    expect(run.counts).toMatchObject({ done: 20, notScored: 0 });
    expect(run.attempts.total).toBe(20);
    expect(run.judges).toMatchObject([
      {
        evaluator: "judge (factuality)",
        providerName: "Judges",
        model: "sim",
        rubric: "factuality",
        attempts: { total: 20, ok: 20 },
        costUsd: 0,
        inFlight: 0,
      },
    ]);
    const [judged] = run.judges;
    // The judge compares numbers as the evaluator does.
    expect(judged?.verdicts.passed).toBe(run.counts.passed);
    expect((judged?.verdicts.passed ?? 0) + (judged?.verdicts.failed ?? 0)).toBe(20);
    expect(judged?.tokens.input).toBeGreaterThan(run.tokens.input);
  });

  it("shows both roles in a case's timeline and the verdict with its reason, in exports too", async () => {
    const run = await runEnded((await aRun({ evaluators: [await aJudge()] }, 5)).id);
    const item = await ok(getCase, caseDetailResponse, { params: { runId: run.id, caseId: "c0" } });
    expect(item.attempts.map(({ role, judge }) => [role, judge])).toEqual([
      ["target", undefined],
      ["judge", "judge"],
    ]);
    expect(item.attemptCount).toBe(1);
    expect(item.scores[0]).toMatchObject({
      evaluator: "judge",
      choice: expect.any(String),
      detail: expect.any(String),
    });
    const csv = await (await send(exportRun, { params: { runId: run.id }, path: "/x?format=csv" })).text();
    const rows = parse(csv, { columns: true }) as Record<string, string>[];
    expect(rows[0]).toMatchObject({ "judge.choice": item.scores[0]?.choice, attempts: "1", "judges.attempts": "1" });
    expect(Number(rows[0]?.["judges.inputTokens"])).toBeGreaterThan(10);
  });

  it("that answers nonsense leaves the case not scored; requeueing asks the judge alone", async () => {
    const run = await runEnded((await aRun({ evaluators: [await aJudge({}, { judgeNonsense: 1 })] }, 4)).id);
    expect(run.counts).toMatchObject({ passed: 0, failed: 0, notScored: 4 });
    expect(run.passRate).toBeNull();
    const before = await ok(getCase, caseDetailResponse, { params: { runId: run.id, caseId: "c1" } });
    expect(before).toMatchObject({ output: expect.any(String), error: { code: "judge-nonsense" } });
    expect(before.error?.message).toContain("That depends on how one looks at it.");
    const { requeued } = await ok(requeueRun, requeueRunResponse, { params: { runId: run.id }, body: {} });
    expect(requeued).toBe(4);
    const again = await runWhere(run.id, ({ state, counts }) => state === "finished" && counts.done === 4);
    expect(again.attempts.total).toBe(4);
    expect(again.judges[0]?.attempts.total).toBe(16);
  });

  it.each<[string, Partial<Judge>, string, string]>([
    ["an unknown provider", { providerId: "prv_gone" }, "evaluators[0].providerId", "no provider prv_gone"],
    ["an unknown rubric", { rubric: "vibes" }, "evaluators[0].rubric", "factuality"],
    [
      "a variable that the dataset lacks",
      { rubric: { prompt: "{{output}} {{tone}}" } },
      "evaluators[0].rubric",
      "{{tone}}",
    ],
    ["a ready rubric's variable", { rubric: "closed_q_a" }, "evaluators[0].rubric", "{{criteria}}"],
  ])("with %s is refused at its field", async (_what, over, path, says) => {
    const body = await aLaunch({ evaluators: [await aJudge(over)] });
    const { status, message, issues } = await refused(postRun, { body });
    expect(status).toBe(422);
    expect(issues?.map((issue) => issue.path)).toContain(path);
    expect(message).toContain(says);
  });

  it.each<[string, object, string]>([
    ["a rubric that does not show the answer", { rubric: { prompt: "Good?" } }, "evaluators[0].rubric"],
    ["a threshold beyond 1", { threshold: 2 }, "evaluators[0].threshold"],
    ["a model without a name", { model: " " }, "evaluators[0].model"],
  ])("with %s is refused at its field", async (_what, over, path) => {
    const body = { ...(await aLaunch()), evaluators: [{ ...(await aJudge()), ...over }] };
    const { status, issues } = await refused(postRun, { body });
    expect(status).toBe(400);
    expect(issues?.some((issue) => issue.path.startsWith(path))).toBe(true);
  });

  it("needs expected values only where its rubric names them", async () => {
    const datasetId = await aDataset(2, { cases: [{ id: "a", vars: { question: "2 + 2?" } }] });
    const launch = async (rubric: Judge["rubric"]) => aLaunch({ datasetId, evaluators: [await aJudge({ rubric })] });
    expect((await refused(postRun, { body: await launch(OWN) })).message).toContain("no expected values");
    const run = await aRun(await launch({ prompt: "Is this a sum? {{output}}" }));
    expect((await runEnded(run.id)).counts.done).toBe(1);
  });

  it("is part of the forecast: its calls, what they bind, and their cost", async () => {
    const providerId = await aProvider({ name: "Careful", limits: { requestsPerSecond: 2, burst: 1, concurrency: 4 } });
    const body = await aLaunch({ evaluators: [await aJudge({ providerId, rubric: "factuality" })] }, 40);
    const told = await ok(postForecast, forecastResponse, { body });
    expect(told).toMatchObject({ boundBy: "judge", attempts: 40, costUsd: 0 });
    expect(told.judges).toMatchObject([{ evaluator: "judge (factuality)", providerId, model: "sim", perCaseUsd: 0 }]);
    expect(told.durationMs).toBeGreaterThan(19_000);
    expect(told.simulation.p50Ms).toBeGreaterThanOrEqual(told.durationMs);
    expect(told.sentence).toMatch(/bounded by its judges\. 40 attempts and 40 calls of judges/);
    expect(told.notices.map(({ id }) => id)).toContain("JUDGE");
  });

  it("is a user of the judge's pool, whose provider cannot be removed meanwhile", async () => {
    const providerId = await aProvider({ name: "Slow judge", limits: HARDLY });
    const judge = await aJudge({ providerId });
    const run = await aRun({ evaluators: [judge], limits: QUICK }, 6);
    const waiting = await runWhere(run.id, ({ active, boundBy }) => active.judging >= 5 && boundBy.kind === "judge");
    expect(waiting.judges[0]).toMatchObject({ waiting: expect.any(Number) });
    const { items } = await ok(listPools, pageOf(poolResponse));
    const pool = items.find((each) => each.providerId === providerId);
    expect(pool?.runs).toMatchObject([{ id: run.id }]);
    expect(waiting.boundBy.sentence).toMatch(
      /Bound by the JUDGE: \d answers wait for verdicts of judge; the limits of Slow judge are/,
    );
    expect((await refused(deleteProvider, { method: "DELETE", params: { providerId } })).status).toBe(409);
  });
});
