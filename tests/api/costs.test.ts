import { describe, expect, it } from "vitest";
import { PUT as putPrices, GET as readPrices } from "@/app/api/v1/prices/route";
import { GET as readCases } from "@/app/api/v1/runs/[runId]/cases/route";
import { GET as exportRun } from "@/app/api/v1/runs/[runId]/export/route";
import { GET as readMetrics } from "@/app/api/v1/runs/[runId]/metrics/route";
import { POST as resume } from "@/app/api/v1/runs/[runId]/resume/route";
import { PATCH } from "@/app/api/v1/runs/[runId]/route";
import { POST } from "@/app/api/v1/runs/route";
import { metricsResponse } from "@/lib/contracts/metrics";
import { priceTableResponse } from "@/lib/contracts/prices";
import { casePage } from "@/lib/contracts/run-cases";
import { runResponse } from "@/lib/contracts/runs";
import { ok, runEnded, runWhere, send } from "./support/api-server";
import { aLaunch, aRun } from "./support/launch";

async function price(model: string, usdPerMillion: number) {
  const { version, rows } = await ok(readPrices, priceTableResponse);
  const plain = rows.map(({ origin: _, ...row }) => row).filter((row) => row.model !== model);
  const row = { provider: "simulated", model, inputUsdPerMillion: usdPerMillion, outputUsdPerMillion: usdPerMillion };
  await ok(putPrices, priceTableResponse, { method: "PUT", body: { version, rows: [...plain, row] } });
}
const pricedLaunch = async (model: string, over: Parameters<typeof aLaunch>[0] = {}, cases = 5) => {
  const launch = await aLaunch(over, cases);
  return { ...launch, target: { ...launch.target, model } };
};

describe("what a run costs", () => {
  it("is the same in the run, its cases, its seconds and its export, by the prices of its launch", async () => {
    await price("paid", 1000);
    const { id } = await ok(POST, runResponse, { body: await pricedLaunch("paid") });
    await price("paid", 5000);
    const run = await runEnded(id);
    const { input, output } = run.tokens;
    expect(run.costUsd).toBeCloseTo((input + output) / 1000, 9);
    expect(run.cost).toMatchObject({ unknownCalls: 0, unpricedModels: [], free: false, judges: { usd: null } });
    expect(run.cost.totalUsd).toBe(run.costUsd);
    const params = { runId: id };
    const { items } = await ok(readCases, casePage, { params });
    expect(items.reduce((sum, each) => sum + (each.costUsd ?? 0), 0)).toBeCloseTo(run.costUsd ?? 0, 9);
    const { buckets } = await ok(readMetrics, metricsResponse, { params });
    expect(buckets.reduce((sum, each) => sum + (each.costUsd ?? 0), 0)).toBeCloseTo(run.costUsd ?? 0, 9);
    const [head = "", first = ""] = (await (await send(exportRun, { params })).text()).split(/\r?\n/);
    const at = head.split(",").indexOf("costUsd");
    expect(Number(first.split(",")[at])).toBeGreaterThan(0);
  });

  it("is 0 where calls cost nothing", async () => {
    const run = await runEnded((await aRun()).id);
    expect(run).toMatchObject({ costUsd: 0, cost: { free: true, unknownCalls: 0 } });
  });
});

describe("a budget", () => {
  it("pauses the run; given more, it goes on, and each case ran once", async () => {
    await price("dear", 100_000);
    const budgetUsd = 2.2;
    const { id } = await ok(POST, runResponse, { body: await pricedLaunch("dear", { budgetUsd }, 12) });
    const paused = await runWhere(id, (run) => run.state === "paused");
    expect(paused).toMatchObject({ budgetUsd, stopReason: { code: "budget" } });
    expect(paused.counts.done).toBeLessThan(12);
    const params = { runId: id };
    expect(paused.cost.totalUsd ?? 9).toBeLessThanOrEqual(budgetUsd);
    const body = { budgetUsd: 1000, reason: "worth it" };
    expect(await ok(PATCH, runResponse, { method: "PATCH", params, body })).toMatchObject({ budgetUsd: 1000 });
    await ok(resume, runResponse, { method: "POST", params });
    const over = await runEnded(id);
    expect(over).toMatchObject({ state: "finished", counts: { done: 12 }, attempts: { total: 12 } });
  });
});
