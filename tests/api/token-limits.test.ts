import { describe, expect, it } from "vitest";
import { PATCH as patchPool } from "@/app/api/v1/pools/[poolId]/route";
import { GET as listPools } from "@/app/api/v1/pools/route";
import { GET as listPresets, POST as postPreset } from "@/app/api/v1/presets/route";
import { POST as postRun } from "@/app/api/v1/runs/route";
import { pageOf } from "@/lib/contracts/common";
import { presetResponse } from "@/lib/contracts/presets";
import { poolResponse } from "@/lib/contracts/providers";
import { runResponse } from "@/lib/contracts/runs";
import { ok, runEnded, runWhere } from "./support/api-server";
import { aLaunch, aRun, QUICK } from "./support/launch";

const poolOf = async (id: string | null) => {
  const { items } = await ok(listPools, pageOf(poolResponse));
  return items.find((pool) => pool.id === id);
};

describe("a run's page says that it is bound by", () => {
  it("tokens, with how much of them is used, and goes on faster when the limit is raised", async () => {
    const launch = await aLaunch({ limits: { ...QUICK, inputTokensPerMinute: 300 } }, 60);
    const run = await ok(postRun, runResponse, { body: launch });
    const bound = await runWhere(run.id, (now) => now.boundBy.kind === "tokens");
    expect(bound.boundBy.sentence).toMatch(/^Bound by INPUT TOKENS: \d+ of 300 per min\.$/);
    expect(bound.counts.done).toBeLessThan(60);
    expect(bound.etaMs).toBeGreaterThan(10_000);
    const { PATCH } = await import("@/app/api/v1/runs/[runId]/limits/route");
    const body = { limits: { inputTokensPerMinute: null }, revision: bound.limitsRevision };
    await ok(PATCH, runResponse, { method: "PATCH", params: { runId: run.id }, body });
    expect((await runEnded(run.id)).counts).toMatchObject({ done: 60, notScored: 0 });
  });

  it("the day, until when, and the pool says so too; raised, it goes on at once", async () => {
    const run = await aRun({}, 30);
    await runEnded(run.id);
    const pool = await poolOf(run.poolId);
    expect(pool?.requestsToday).toBe(30);
    const patch = (requestsPerDay: number | null) =>
      ok(patchPool, poolResponse, {
        method: "PATCH",
        params: { poolId: pool?.id ?? "" },
        body: { limits: { requestsPerDay } },
      });
    expect((await patch(40)).limits.requestsPerDay).toBe(40);
    const { providerId } = run.target;
    const launch = await aLaunch({}, 30);
    const second = await ok(postRun, runResponse, { body: { ...launch, target: { ...launch.target, providerId } } });
    // Bound by the day as soon as its last request has been sent; its calls end after that.
    const parked = await runWhere(second.id, (now) => now.boundBy.kind === "day" && now.counts.done === 10);
    expect(parked.boundBy.sentence).toMatch(
      /^Bound by the DAY: all 40 requests of today are used\. Resumes at midnight UTC, in .+\.$/,
    );
    expect(await poolOf(run.poolId)).toMatchObject({
      requestsToday: 40,
      cooldownReason: "all 40 requests of the day (UTC) are used",
    });
    expect((await poolOf(run.poolId))?.cooldownUntil).toMatch(/T00:00:0/);
    await patch(null);
    expect((await runEnded(second.id)).counts).toMatchObject({ done: 30, notScored: 0 });
  });
});

it("a preset keeps all limits, and those of before read as not set", async () => {
  const limits = { ...QUICK, inputTokensPerMinute: 80_000, outputTokensPerMinute: 16_000, requestsPerDay: 1000 };
  const made = await ok(postPreset, presetResponse, { body: { name: "Anthropic tier 1", limits } });
  expect(made.latest.limits).toMatchObject({ ...limits, tokensPerMinute: null });
  const { items } = await ok(listPresets, pageOf(presetResponse));
  expect(items.find((preset) => preset.slug === "careful")?.latest.limits).toMatchObject({
    inputTokensPerMinute: null,
    outputTokensPerMinute: null,
    requestsPerDay: null,
  });
});
