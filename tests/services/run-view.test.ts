import { describe, expect, it } from "vitest";
import { runListItem, runResponse } from "@/lib/contracts/runs";
import { limitsSchema } from "@/lib/core/limits/limits";
import { emptyRunSummary } from "@/lib/core/metrics/run-summary";
import { DEFAULT_AUTO_PAUSE } from "@/lib/core/runs/auto-pause-rules";
import { runConfigSchema } from "@/lib/core/runs/run-config";
import type { LiveRun } from "@/lib/engine/ports/live-state";
import type { PoolRecord } from "@/lib/engine/ports/pool-records";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import { type RunParts, runListItemView, runView } from "@/lib/services/run-view";
import { buildTick } from "../support/build-tick";

const NOW = Date.UTC(2026, 0, 1, 12, 0, 30, 400);
const LIMITS = limitsSchema.parse({ requestsPerSecond: 50, burst: 10, concurrency: 8 });

const RUN: RunRecord = {
  id: "run_1",
  workspaceId: "default",
  name: "nightly",
  state: "running",
  createdAt: NOW - 60_000,
  createdBy: "Ana",
  startedAt: NOW - 50_000,
  finishedAt: null,
  activeMs: 40_000,
  providerId: "prv_1",
  poolId: "pool_1",
  config: runConfigSchema.parse({
    datasetId: "ds_1",
    target: { providerId: "prv_1", model: "m", prompt: "{{q}}" },
    evaluators: [{ type: "exact" }],
  }),
  limits: LIMITS,
  limitsScope: "run",
  limitsRevision: 3,
  preset: null,
  presetEdited: false,
  priority: "normal",
  autoPause: DEFAULT_AUTO_PAUSE,
  totalCases: 100,
  summary: { ...emptyRunSummary(), done: 10, passed: 10 },
  stopReason: null,
  note: null,
  tryFirst: null,
  groupId: null,
};
const POOL: PoolRecord = {
  id: "pool_1",
  providerId: "prv_1",
  model: "*",
  limits: { ...LIMITS, requestsPerSecond: 5 },
  revision: 1,
  origin: "custom",
};
const LIVE: LiveRun = {
  summary: { ...emptyRunSummary(), done: 20, passed: 12, failed: 4, notScored: 4, casesByAttempts: { 1: 18, 3: 2 } },
  activeMs: 41_000,
  active: {
    calling: 3,
    waitingForPermit: 2,
    waitingForSlot: 1,
    backingOff: 1,
    judging: 0,
    longestBackoffMs: 900,
    oldestWaitMs: 400,
  },
  retrying: [{ attempts: 2, cases: 1 }],
  judgesFull: false,
  judges: [],
  cooldownUntil: null,
  tokenHold: null,
  dayUsedUp: null,
  holdReason: null,
  recentTicks: [],
  cooldownPace: null,
};
const parts = (over: Partial<RunParts> = {}): RunParts => ({
  run: RUN,
  live: LIVE,
  pool: POOL,
  providerName: "P",
  judgeProviders: new Map(),
  datasetName: "D",
  boundBy: { kind: "rate", sentence: "Bound by RATE." },
  queue: null,
  timeLeft: { ms: 1000, leastMs: 900, mostMs: 1400 },
  providerPace: { requestsPerSecond: null, tokensPerMinute: null, cooldowns: null },
  pace: null,
  poolBurst: null,
  now: NOW,
  ...over,
});

describe("a run as the API shows it", () => {
  it.each([
    ["that its pool keeps to, below what is set", 0.5, { requestsPerSecond: 0.5, reported: true }],
    ["not, where its own is no higher", 10_000, null],
  ])("tells the rate %s", (_, rps, paceRps) => {
    const pace = { rps, reported: true };
    expect(runResponse.parse(runView(parts({ pace }))).paceRps).toEqual(paceRps);
    const over: RunParts["run"] = { ...RUN, state: "finished" };
    expect(runView(parts({ run: over, live: null, pace })).paceRps).toBeNull();
  });

  it.each([
    [null, null],
    [5, 5],
    [10, null],
  ])("tells the burst of a pool that keeps to %s", (poolBurst, paceBurst) => {
    expect(runResponse.parse(runView(parts({ poolBurst }))).paceBurst).toBe(paceBurst);
  });

  it("takes what the engine holds over what is stored, and its counts add up", () => {
    const view = runResponse.parse(runView(parts()));
    expect(view.counts).toEqual({
      total: 100,
      done: 20,
      passed: 12,
      failed: 4,
      notScored: 4,
      inFlight: 7,
      pending: 73,
    });
    expect(view.passRate).toBe(12 / 16);
    expect(view.activeMs).toBe(41_000);
    expect(view.attemptsPerCase).toEqual([
      { attempts: 1, cases: 18, lost: 0 },
      { attempts: 3, cases: 2, lost: 0 },
    ]);
  });

  it("falls back on what is stored, with nothing under way", () => {
    const view = runView(parts({ live: null }));
    expect(view.counts).toMatchObject({ done: 10, inFlight: 0, pending: 90 });
    expect(view.rateNow).toBeNull();
  });

  it("says which limits bind: the lower of its own and the pool's", () => {
    expect(runView(parts())).toMatchObject({
      limits: { requestsPerSecond: 50 },
      effectiveLimits: { requestsPerSecond: 5, concurrency: 8 },
    });
  });

  it("follows the pool's limits as they are now, where it has none of its own", () => {
    const view = runView(parts({ run: { ...RUN, limitsScope: "pool" } }));
    expect(view.limits.requestsPerSecond).toBe(5);
  });

  it("says who paused it and when, beside a sentence that stays true", () => {
    const boundBy = { kind: "paused", sentence: "Paused by Ana.", lastMove: { actor: "Ana", atMs: NOW } } as const;
    expect(runView(parts({ boundBy })).boundBy).toEqual({
      kind: "paused",
      sentence: "Paused by Ana.",
      remedy: null,
      lastMove: { actor: "Ana", at: new Date(NOW).toISOString() },
    });
    expect(runView(parts()).boundBy.lastMove).toBeNull();
  });

  it("has a pass rate only once something is scored", () => {
    expect(runView(parts({ live: { ...LIVE, summary: emptyRunSummary() } })).passRate).toBeNull();
  });
});

describe("a run in a list", () => {
  const ticks = [59, 31, 30, 3, 2, 1].map((age) =>
    buildTick({ t: Math.floor(NOW / 1000) * 1000 - age * 1000, started: 10, rateLimited: 1, slowDown: 1, inFlight: 4 }),
  );

  it("shows its last minute in steps of five seconds, oldest first, seconds without a tick as none", () => {
    const item = runListItem.parse(runListItemView(parts({ live: { ...LIVE, recentTicks: ticks } }), true));
    expect(item.sparkline).toEqual([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 6]);
    expect(item.rateLimitedLastMinute).toBe(6);
    expect(item.times.recentCallMs).toBe(2000);
    expect(item.pinned).toBe(true);
    expect(item.target).toEqual({ providerId: "prv_1", model: "m" });
  });

  it("shows none unless it runs", () => {
    const item = runListItemView(
      parts({ run: { ...RUN, state: "paused" }, live: { ...LIVE, recentTicks: ticks } }),
      false,
    );
    expect(item.sparkline).toEqual([]);
  });
});
