import { describe, expect, it } from "vitest";
import { limitsAt } from "@/components/runs/limits-at";
import { runMarks } from "@/components/runs/run-marks";
import { rangeInUrl, rangeOf, toCaseFilters } from "@/components/runs/run-url-state";
import { timeLeftOf } from "@/components/runs/time-left";
import { nextToldEta } from "@/components/runs/use-steady-eta";
import { sumBefore } from "@/lib/client/run-metrics";
import type { LimitChangeResponse } from "@/lib/contracts/providers";
import type { LogEntryResponse } from "@/lib/contracts/run-log";
import { limitsSchema } from "@/lib/core/limits/limits";
import { formatClockMinutes } from "@/lib/format";
import { bucketAt } from "../../client/bucket-builder";
import { runWith } from "../run-builder";

const START = "2026-01-01T12:00:00.000Z";
const T0 = Date.parse(START);
const at = (second: number) => new Date(T0 + second * 1000).toISOString();
const limits = (requestsPerSecond: number, concurrency = 8) =>
  limitsSchema.parse({ requestsPerSecond, burst: 10, concurrency });
const change = (second: number, from: number | null, to: number): LimitChangeResponse => ({
  id: `c${second}`,
  revision: 2,
  at: at(second),
  actor: "Ana",
  reason: null,
  source: from === null ? "launch" : "ui",
  before: from === null ? null : limits(from),
  after: limits(to),
  preset: null,
});
const entry = (second: number, over: Partial<LogEntryResponse>): LogEntryResponse => ({
  id: String(second),
  at: at(second),
  kind: "note",
  level: "info",
  text: "a text",
  caseId: null,
  actor: null,
  count: 1,
  ...over,
});

describe("the marks of a run", () => {
  const told = (log: LogEntryResponse[], changes: LimitChangeResponse[] = []) =>
    runMarks(changes, log).map(({ label, entryId }) => [label, entryId]);

  it("are edits with their entry of the log, and not the launch", () => {
    const log = [entry(40.2, { id: "7", kind: "limit", text: "5→8 rps — tier raised", actor: "Ana" })];
    expect(told(log, [change(0, null, 5), change(40, 5, 8)])).toEqual([["5→8 rps · Ana", "7"]]);
  });

  it("are edits of the pool, as the log alone tells them", () => {
    const log = [entry(40, { id: "7", kind: "limit", text: "5→8 rps (provider, for all runs) — why", actor: "Ana" })];
    expect(told(log)).toEqual([["5→8 rps (provider, for all runs) · Ana", "7"]]);
  });

  it.each<[string, Partial<LogEntryResponse>, string[]]>([
    ["notes", { text: "redeployed", actor: "Ben" }, ["redeployed · Ben"]],
    ["what people had it do", { kind: "state", text: "Pause asked for", actor: "Ana" }, ["Pause asked for · Ana"]],
    ["pauses by itself", { kind: "auto", level: "error", text: "429s" }, ["paused by itself: 429s"]],
    ["no other rate than the pool's own", { kind: "auto", level: "warn", text: "Rate 5→4 rps" }, []],
    ["no state that it came to", { kind: "state", text: "Running: 5 cases" }, []],
    ["no retry", { kind: "retry" }, []],
    ["long texts in short", { text: "x".repeat(90) }, [`${"x".repeat(47)}…`]],
  ])("are %s", (_what, over, labels) => {
    expect(told([entry(1, over)]).map(([label]) => label)).toEqual(labels);
  });
});

describe("the range in the URL", () => {
  it.each([
    [
      { from: 30, to: 90 },
      { fromMs: T0 + 30_000, toMs: T0 + 90_000 },
    ],
    [{ from: 90, to: 30 }, null],
    [{ from: -5, to: 30 }, null],
    [{ from: 30, to: null }, null],
    [{ from: 30, to: 30 }, null],
    [{ from: 0, to: 1e12 }, null],
  ])("%j is read, and nonsense passed over", (given, range) => {
    expect(rangeOf(given, START)).toEqual(range);
    if (range !== null) expect(rangeInUrl(range, START)).toEqual(given);
  });

  it("means nothing for a run that has not started, and narrows cases where it does", () => {
    expect(rangeOf({ from: 1, to: 2 }, null)).toBeNull();
    const none = { state: null, result: null, outcome: null, minAttempts: null, attempts: null, q: null };
    expect(toCaseFilters(none, { fromMs: 1, toMs: 2 })).toEqual({ from: 1, to: 2 });
    expect(toCaseFilters(none)).toEqual({});
  });

  it("is continued from what came before it, a bucket that it cuts by its part", () => {
    const buckets = [
      bucketAt(T0, { finished: 10, costUsd: 1 }),
      bucketAt(T0 + 10_000, { finished: 20, costUsd: 2 }),
      bucketAt(T0 + 20_000, { finished: 5, costUsd: null }),
    ];
    expect(sumBefore({ buckets, bucketMs: 10_000 }, T0 + 15_000)).toEqual({ finished: 20, costUsd: 2 });
    expect(sumBefore({ buckets, bucketMs: 10_000 }, T0)).toEqual({ finished: 0, costUsd: 0 });
  });
});

describe("the time left", () => {
  const etaOf = (ms: number, leastMs = ms, mostMs = ms) => ({ ms, leastMs, mostMs });
  it.each([
    ["is told at first", null, 60_000, 0, 60_000],
    ["runs down while the figure agrees", 60_000, 50_500, 10_000, 50_000],
    ["keeps for five seconds, whatever comes", 60_000, 20_000, 4000, 56_000],
    ["is told anew where it differs by more than a twentieth", 60_000, 20_000, 6000, 20_000],
    ["is not told anew for a second more or less", 6000, 1200, 5500, 500],
  ])("%s", (_what, told, etaMs, passedMs, left) => {
    const before = told === null ? null : { ...etaOf(told), atMs: T0 };
    const next = nextToldEta(before, etaOf(etaMs), T0 + passedMs);
    expect(next === null ? null : Math.max(0, next.ms - (T0 + passedMs - next.atMs))).toBe(left);
  });

  const run = (over = {}) => runWith({ counts: { ...runWith().counts, done: 100 }, ...over });
  const expected = { durationMs: 242_000, attemptsPerCase: 1, latencyMs: 1200 };
  const few = { counts: { ...runWith().counts, done: 3 }, activeMs: 4000, expected };
  it.each([
    ["of a run that goes on", run(), 100_000, { text: "1 min 40 s", remark: null }],
    ["of a paused run", run({ state: "paused" }), null, { text: "paused", remark: null, finishes: null }],
    ["before enough was seen", run(few), 999_000, { text: "4 min", remark: "forecast" }],
    ["in a cooldown", run({ cooldownUntil: at(12) }), 112_000, { text: "waits 12 s", remark: "then ≈1 min 40 s" }],
    [
      "in a cooldown before enough was seen",
      run({ ...few, cooldownUntil: at(12) }),
      999_000,
      { text: "waits 12 s", remark: "then ≈4 min" },
    ],
    ["that is not known", run(), null, { text: "–", finishes: null }],
  ])("%s", (_what, given, etaMs, left) => {
    const told = timeLeftOf(given, etaMs === null ? null : etaOf(etaMs), T0);
    expect({
      ...told,
      text: told.text.replaceAll("\u00a0", " "),
      remark: told.remark?.replaceAll("\u00a0", " ") ?? null,
    }).toMatchObject(left);
  });

  it("keeps its range as long as its figure", () => {
    const told = { ...etaOf(60_000, 50_000, 90_000), atMs: T0 };
    expect(nextToldEta(told, etaOf(59_000, 20_000, 300_000), T0 + 1000)).toBe(told);
    const anew = etaOf(20_000, 10_000, 30_000);
    expect(nextToldEta(told, anew, T0 + 6000)).toEqual({ ...anew, atMs: T0 + 6000 });
  });

  it("names the minute in which it ends, or two where the pace of late leads to another", () => {
    const clock = (ms: number) => formatClockMinutes(T0 + ms);
    const ends = (leastMs: number, mostMs: number) => timeLeftOf(run(), etaOf(100_000, leastMs, mostMs), T0).finishes;
    expect(ends(99_000, 101_000)).toBe(`finishes ≈${clock(100_000)}`);
    expect(ends(90_000, 200_000)).toBe(`finishes ≈${clock(90_000)}–${clock(200_000)}`);
    expect(ends(86_000_000, 87_000_000)).toBeNull();
  });
});

describe("the limits in force at a time", () => {
  const changes = [change(60, 8, 6), change(30, 5, 8), change(0, null, 5)];
  it.each([
    [10, 5],
    [30, 8],
    [59, 8],
    [60, 6],
    [999, 6],
  ])("after %d s are %d rps", (second, rps) => {
    const history = { limitsScope: "run" as const, limits: limits(6), changes, pool: null };
    expect(limitsAt(history, T0 + second * 1000).requestsPerSecond).toBe(rps);
  });

  it("are the lower of the run's and the pool's, and the pool's alone where the run follows it", () => {
    const pool = { limits: limits(20, 4), changes: [change(50, 7, 20)] };
    const history = { limitsScope: "run" as const, limits: limits(6), changes, pool };
    expect(limitsAt(history, T0 + 40_000)).toMatchObject({ requestsPerSecond: 7 });
    expect(limitsAt(history, T0 + 70_000)).toMatchObject({ requestsPerSecond: 6, concurrency: 4 });
    expect(limitsAt({ ...history, limitsScope: "pool" }, T0 + 70_000)).toMatchObject({ requestsPerSecond: 20 });
  });
});
