import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunPricing } from "@/lib/core/pricing/run-pricing";
import { engineRig } from "@/tests/support/engine-rig";
import { type Reply, ScriptedProvider } from "@/tests/support/scripted-provider";
import { useVirtualTime } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const LIMITS = { requestsPerSecond: 50, burst: 10, concurrency: 8, retry: { attempts: 3, baseDelayMs: 100 } };
/** The scripted provider counts 10 tokens in and 5 out: $0.01 a call. */
const CALL_USD = 0.01;
const PRICE = { inputUsdPerMillion: 500, outputUsdPerMillion: 1000, cachedInputUsdPerMillion: null };

/** A run of `n` cases whose target has a price, with a budget. */
function pricedRun(
  reply: (prompt: string, nth: number) => Reply,
  n: number,
  budgetUsd: number | null,
  over: Partial<RunPricing> = {},
) {
  const provider = new ScriptedProvider(reply);
  const rig = engineRig(provider, LIMITS);
  const run = rig.addRun("a", n);
  const pricing = {
    version: "v1",
    prices: [{ providerId: run.providerId, model: "m", price: PRICE }],
    expectedCaseUsd: CALL_USD,
    ...over,
  };
  rig.store.setRecord({ ...run, config: { ...run.config, pricing }, autoPause: { ...run.autoPause, budgetUsd } });
  return { provider, rig };
}
const error500 = { fate: { outcome: "transient", reason: "5xx", retryAfterMs: null }, status: 500 } as const;

describe("what a run costs", () => {
  it("is reckoned per attempt, case, second and run, and all agree", async () => {
    const { rig } = pricedRun((prompt, nth) => (prompt.endsWith("3") && nth === 1 ? error500 : {}), 40, null);
    await rig.supervisor().start();
    const { summary } = await rig.until("a", "finished");
    expect(summary.costUsd).toBeCloseTo(40 * CALL_USD, 9);
    expect(summary.costUnknownCalls).toBe(0);
    const perCase = rig.store.finished("a").map((each) => each.costUsd ?? Number.NaN);
    expect(perCase.every((usd) => Math.abs(usd - CALL_USD) < 1e-12)).toBe(true);
    const failed = rig.store.attempts("a").filter((attempt) => attempt.outcome === "transient");
    expect(failed.map((attempt) => attempt.costUsd)).toEqual([0, 0, 0, 0]);
    const ticks = rig.store.ticks("a").reduce((sum, tick) => sum + (tick.costUsd ?? 0), 0);
    expect(ticks).toBeCloseTo(40 * CALL_USD, 9);
  });

  it("is not known without a price, and never 0", async () => {
    const { rig } = pricedRun(() => ({}), 5, null, { prices: [] });
    await rig.supervisor().start();
    const { summary } = await rig.until("a", "finished");
    expect(summary).toMatchObject({ costUsd: null, costUnknownCalls: 5 });
    expect(rig.store.finished("a").map((each) => each.costUsd)).toEqual([null, null, null, null, null]);
  });

  it("is a least sum where calls were lost that may have been billed", async () => {
    const lost = { fate: { outcome: "transient", reason: "timeout", retryAfterMs: null }, status: null } as const;
    const { rig } = pricedRun((prompt, nth) => (prompt === "a:2" && nth === 1 ? lost : {}), 5, null);
    await rig.supervisor().start();
    const { summary } = await rig.until("a", "finished");
    expect(summary.costUsd).toBeCloseTo(5 * CALL_USD, 9);
    expect(summary.costUnknownCalls).toBe(1);
  });
});

describe("a budget", () => {
  it("pauses the run before it is passed, with the reason, and cuts nothing", async () => {
    const { rig, provider } = pricedRun(() => ({ latencyMs: 300 }), 100, 0.255);
    await rig.supervisor().start();
    const run = await rig.until("a", "paused");
    expect(run.stopReason?.code).toBe("budget");
    expect(run.stopReason?.message).toMatch(
      /cost \$0\.2500 of its budget of \$0\.2550, and one more.*Raise the budget/,
    );
    expect(run.summary).toMatchObject({ done: 25, passed: 25 });
    expect(run.summary.attempts.cancelled).toBe(0);
    expect(provider.arrivals).toHaveLength(25);
  });

  it("raised, lets the run go on to its end with no case run twice", async () => {
    const { rig, provider } = pricedRun(() => ({}), 60, 0.25);
    await rig.supervisor().start();
    const paused = await rig.until("a", "paused");
    rig.store.setRecord({ ...paused, autoPause: { ...paused.autoPause, budgetUsd: 10 } });
    await rig.supervisor().resume("a", { actor: "Ada" });
    const run = await rig.until("a", "finished");
    expect(run.summary).toMatchObject({ done: 60, passed: 60 });
    expect(run.stopReason).toBeNull();
    expect(provider.arrivals).toHaveLength(60);
    expect(run.summary.costUsd).toBeCloseTo(60 * CALL_USD, 9);
  });

  it("that just suffices lets the run finish", async () => {
    const { rig } = pricedRun(() => ({}), 25, 0.25);
    await rig.supervisor().start();
    expect(await rig.until("a", "finished")).toMatchObject({ stopReason: null, summary: { done: 25 } });
  });

  it("that was not raised pauses the run again at once", async () => {
    const { rig, provider } = pricedRun(() => ({}), 60, 0.25);
    await rig.supervisor().start();
    await rig.until("a", "paused");
    await rig.supervisor().resume("a", { actor: "Ada" });
    await vi.advanceTimersByTimeAsync(2000);
    expect(rig.store.record("a")).toMatchObject({ state: "paused", stopReason: { code: "budget" } });
    expect(provider.arrivals).toHaveLength(25);
  });

  it("is not passed where cases differ much in what they cost", async () => {
    // Every fifth call fails twice before it is answered: retries cost nothing, and hold what was set aside.
    const { rig } = pricedRun((prompt, nth) => (prompt.endsWith("5") && nth < 3 ? error500 : {}), 200, 0.5);
    await rig.supervisor().start();
    const run = await rig.until("a", "paused");
    expect(run.summary.costUsd ?? 0).toBeLessThanOrEqual(0.5 + 1e-9);
    expect(run.summary.costUsd ?? 0).toBeGreaterThan(0.5 - 2 * CALL_USD);
  });

  it("lets the first case show what cases cost, however dear they were expected", async () => {
    const { rig } = pricedRun(() => ({}), 30, 1, { expectedCaseUsd: 500 });
    await rig.supervisor().start();
    expect((await rig.until("a", "finished")).summary.passed).toBe(30);
  });

  it("is reached by calls of unknown cost as well", async () => {
    const lost = { fate: { outcome: "transient", reason: "timeout", retryAfterMs: null }, status: null } as const;
    const { rig } = pricedRun((prompt, nth) => (Number(prompt.slice(2)) % 2 === 0 && nth === 1 ? lost : {}), 200, 0.3);
    await rig.supervisor().start();
    const run = await rig.until("a", "paused");
    const { costUsd, costUnknownCalls } = run.summary;
    expect(costUsd ?? 0).toBeLessThanOrEqual(0.3 + 1e-9);
    // Cases that had begun when it was reached may still lose a call each.
    expect((costUsd ?? 0) + costUnknownCalls * CALL_USD).toBeLessThanOrEqual(0.3 + 12 * CALL_USD);
    expect(costUnknownCalls).toBeGreaterThan(5);
    expect(run.stopReason?.message).toMatch(
      /at least \$0\.\d+ of its budget of \$0\.3000.*calls of unknown cost reckoned in/,
    );
  });
});
