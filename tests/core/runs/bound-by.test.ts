import { describe, expect, it } from "vitest";
import { limitsSchema } from "@/lib/core/limits/limits";
import { cooldownReason } from "@/lib/core/retry/cooldown-reason";
import { type BoundByInput, boundBy } from "@/lib/core/runs/bound-by";
import { pausedSentence } from "@/lib/core/runs/bound-by-state";
import { buildTick } from "../../support/build-tick";

const limits = limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8 });
const idle = { calling: 8, waitingForPermit: 0, waitingForSlot: 0, backingOff: 0, longestBackoffMs: null };

function input(over: Partial<BoundByInput> = {}): BoundByInput {
  return {
    state: "running",
    stopReason: null,
    activeMs: 242_000,
    ticks: [],
    limits,
    poolLimits: null,
    providerName: "openai",
    cooldown: null,
    pending: 500,
    active: idle,
    ...over,
  };
}

function tenSeconds(over: Parameters<typeof buildTick>[0]) {
  return Array.from({ length: 10 }, (_, at) => buildTick({ ...over, t: at * 1000 }));
}

const rateBound = { started: 5, ok: 5, inFlight: 6, waiting: 2, permits: 0.4 };
const pool = (over: Partial<typeof limits>) => ({ ...limits, ...over });

const judge = { name: "judge (tone)", providerName: "anthropic", requestsPerSecond: 2, concurrency: 4, cooldownMs: 0 };
const judging = (over: object = {}) => ({ judging: 500, full: true, judge: { ...judge, ...over } });
const JUDGE_SAYS = "Bound by the JUDGE: 500 answers wait for verdicts of judge (tone)";
const noneLeft = { pending: 0, active: { ...idle, calling: 0 } };

const TABLE: readonly [string, BoundByInput, string, string][] = [
  [
    "so many answers without verdict that the target waits",
    input({ judges: judging(), ticks: tenSeconds(rateBound) }),
    "judge",
    `${JUDGE_SAYS}; the limits of anthropic are 2 rps, 4 at once.`,
  ],
  [
    "a judge's provider that cools down, whatever the target's does",
    input({ judges: judging({ cooldownMs: 30_000 }), cooldown: { remainingMs: 5000, reason: null } }),
    "judge",
    `${JUDGE_SAYS}; the cooldown of anthropic lasts another 30 s.`,
  ],
  [
    "nothing left but verdicts",
    input({ ...noneLeft, judges: { ...judging(), judging: 1, full: false } }),
    "judge",
    "Bound by the JUDGE: 1 answer waits for verdicts of judge (tone); the limits of anthropic are 2 rps, 4 at once.",
  ],
  [
    "a few answers with their judges beside a busy target",
    input({ judges: { ...judging(), judging: 3, full: false }, ticks: tenSeconds(rateBound) }),
    "rate",
    "Bound by RATE: 5.0 of 5 rps used.",
  ],
  ["a run in the queue", input({ state: "queued" }), "queued", "Queued: it starts when its turn comes."],
  [
    "a run with others before it",
    input({ state: "queued", queue: { position: 2, endsNeeded: 1, atWork: 1, waitsFor: { name: "nightly" } } }),
    "queued",
    "Position 2 in the queue; starts when ‘nightly’ ends or pauses.",
  ],
  [
    "an interrupted run with others before it",
    input({ state: "interrupted", queue: { position: 1, endsNeeded: 1, atWork: 8, waitsFor: null } }),
    "queued",
    "Interrupted: the server stopped. Position 1 in the queue; starts when one of the 8 runs at work ends or pauses.",
  ],
  [
    "an interrupted run that there is room for",
    input({ state: "interrupted", queue: { position: 1, endsNeeded: 0, atWork: 2, waitsFor: null } }),
    "queued",
    "Interrupted: the server stopped. The run goes on by itself.",
  ],
  [
    "a pause that drains",
    input({
      state: "pausing",
      lastMove: { actor: "Ana", atMs: 900 },
      active: { ...idle, calling: 6, waitingForPermit: 2 },
    }),
    "paused",
    "Ana is pausing: 6 in flight will finish.",
  ],
  [
    "a pause by a person",
    input({ state: "paused", lastMove: { actor: "Ana", atMs: 120_000 } }),
    "paused",
    "Paused by Ana. Resume to go on.",
  ],
  [
    "a pause by the engine",
    input({ state: "paused", stopReason: { code: "auth", message: "openai refused the key (401)" } }),
    "paused",
    "Paused: openai refused the key (401).",
  ],
  ["the end", input({ state: "finished" }), "ended", "Finished after 4 min 2 s of running."],
  [
    "an end by a person",
    input({ state: "cancelled", stopReason: { code: "user", message: "" }, lastMove: { actor: "Ana", atMs: 1 } }),
    "ended",
    "Cancelled by Ana after 4 min 2 s of running.",
  ],
  [
    "a cooldown",
    input({ cooldown: { remainingMs: 8200, reason: "Retry-After 12 s" }, ticks: tenSeconds(rateBound) }),
    "cooldown",
    "Bound by PROVIDER: openai asked to wait 12 s (Retry-After). Resumes in 9.0 s.",
  ],
  [
    "a cooldown after a 429 that named no wait",
    input({ cooldown: { remainingMs: 8200, reason: cooldownReason(null, 9000) }, ticks: tenSeconds(rateBound) }),
    "cooldown",
    "Bound by PROVIDER: waiting after a 429 from openai. Resumes in 9.0 s.",
  ],
  [
    "the last calls",
    input({ pending: 0, active: { ...idle, calling: 6 }, slowestMs: 14_000 }),
    "draining",
    "Last 6 in flight; slowest 14 s.",
  ],
  ["the last call", input({ pending: 0, active: { ...idle, calling: 1 } }), "draining", "Last case in flight."],
  ["the first second", input(), "latency", "Starting: the first full second is not over yet."],
  [
    "429s",
    input({ ticks: tenSeconds({ ...rateBound, ok: 41, rateLimited: 9 }) }),
    "provider",
    "Bound by PROVIDER: 18 % of attempts got 429. Your 5 rps may be above its limit.",
  ],
  [
    "an overloaded provider",
    input({ ticks: tenSeconds({ ...rateBound, ok: 6, overloaded: 2 }) }),
    "provider",
    "Bound by PROVIDER: 25 % of attempts were refused as overloaded.",
  ],
  [
    "cases that back off",
    input({
      ticks: tenSeconds({ inFlight: 4, backingOff: 4, ok: 5 }),
      active: { ...idle, backingOff: 4, longestBackoffMs: 12_000 },
    }),
    "provider",
    "Bound by PROVIDER: 4 cases back off after failed attempts, the longest for 12 s.",
  ],
  [
    "tokens",
    input({
      ticks: tenSeconds({ inFlight: 2, waiting: 6, permits: 4, ok: 5 }),
      tokens: { dimension: "total", usedPerMinute: 198_000, limitPerMinute: 200_000 },
    }),
    "tokens",
    "Bound by TOKENS: 198 k of 200 k per min.",
  ],
  [
    "tokens of prompts, with a bucket of a single permit",
    input({
      ticks: tenSeconds({ inFlight: 2, waiting: 6, permits: 0.4, ok: 5 }),
      tokens: { dimension: "input", usedPerMinute: 79_000, limitPerMinute: 80_000 },
    }),
    "tokens",
    "Bound by INPUT TOKENS: 79 k of 80 k per min.",
  ],
  [
    "tokens that others use too",
    input({
      ticks: tenSeconds({ inFlight: 2, waiting: 6, permits: 4, ok: 5 }),
      tokens: { dimension: "total", usedPerMinute: 198_000, limitPerMinute: 200_000 },
      sharing: { others: 2, part: 1 / 3, slotsBusy: false },
    }),
    "tokens",
    "Bound by TOKENS: 198 k of 200 k per min; 3 runs share them, this one's part is 33 %.",
  ],
  [
    "tokens of the run's own limit, beside others",
    input({
      ticks: tenSeconds({ inFlight: 2, waiting: 6, permits: 4, ok: 5 }),
      limits: pool({ tokensPerMinute: 50_000 }),
      poolLimits: pool({ tokensPerMinute: 200_000 }),
      tokens: { dimension: "total", usedPerMinute: 49_000, limitPerMinute: 50_000 },
      sharing: { others: 2, part: 1 / 3, slotsBusy: false },
    }),
    "tokens",
    "Bound by TOKENS: 49 k of 50 k per min.",
  ],
  [
    "requests of the day, whatever shorter wait the provider asked for",
    input({
      ticks: tenSeconds({ waiting: 8, permits: 10 }),
      cooldown: { remainingMs: 12_000, reason: "Retry-After 12 s" },
      day: { perDay: 1000, remainingMs: 7 * 3_600_000 + 180_000 },
    }),
    "day",
    "Bound by the DAY: all 1,000 requests of today are used. Resumes at midnight UTC, in 7 h 03 min.",
  ],
  [
    "slots",
    input({ ticks: tenSeconds({ started: 2, ok: 2, inFlight: 8, permits: 10 }) }),
    "concurrency",
    "Bound by CONCURRENCY: all 8 slots busy; at 4.0 s per call 8 carry 2.0 rps of your 5.",
  ],
  [
    "slots that the pool narrows",
    input({
      limits: pool({ concurrency: 25 }),
      poolLimits: limits,
      ticks: tenSeconds({ started: 2, ok: 2, inFlight: 8, permits: 10 }),
    }),
    "concurrency",
    "Bound by CONCURRENCY: all 8 slots of openai busy (this run's own: 25); at 4.0 s per call 8 carry 2.0 rps of your 5.",
  ],
  [
    "a single slot",
    input({
      limits: pool({ concurrency: 1 }),
      ticks: tenSeconds({
        started: 1,
        ok: 1,
        inFlight: 1,
        permits: 10,
        limit: { requestsPerSecond: 5, burst: 10, concurrency: 1 },
      }),
    }),
    "concurrency",
    "Bound by CONCURRENCY: the only slot is busy; at 1.0 s per call 1 carries 1.0 rps of your 5.",
  ],
  [
    "slots, before any call has ended",
    input({ ticks: tenSeconds({ inFlight: 8, permits: 2 }) }),
    "concurrency",
    "Bound by CONCURRENCY: all 8 slots busy, and no call has ended in the last 10 s.",
  ],
  ["the rate", input({ ticks: tenSeconds(rateBound) }), "rate", "Bound by RATE: 5.0 of 5 rps used."],
  [
    "the provider's own limit, to which the pool keeps",
    input({ ticks: tenSeconds(rateBound), pace: { rps: 5, configuredRps: 8, reported: true } }),
    "provider",
    "Bound by PROVIDER: openai reports a limit of 5.0 rps, below your 8; the rate stays within it.",
  ],
  [
    "the provider's own limit, as refusals told it",
    input({ ticks: tenSeconds(rateBound), pace: { rps: 5, configuredRps: 8, reported: false } }),
    "provider",
    "Bound by PROVIDER: openai refused requests, so the rate is down to 5.0 of your 8 rps; it rises again while nothing is refused.",
  ],
  [
    "the run's own rate, below the provider's limit",
    input({ ticks: tenSeconds(rateBound), pace: { rps: 6, configuredRps: 8, reported: true } }),
    "rate",
    "Bound by RATE: 5.0 of 5 rps used.",
  ],
  [
    "the rate where slots are plenty, and two cases at a time wait for a permit",
    input({ ticks: tenSeconds({ ...rateBound, idle: 992 }), limits: pool({ concurrency: 1000 }) }),
    "rate",
    "Bound by RATE: 5.0 of 5 rps used.",
  ],
  [
    "a rate that others share",
    input({
      ticks: tenSeconds({ started: 1, ok: 1, inFlight: 1, waiting: 0.3, idle: 6.7, permits: 0.4 }),
      sharing: { others: 2, part: 0.2, slotsBusy: false },
    }),
    "rate",
    "Bound by RATE: 1.0 of 5 rps used; 3 runs share it, this one's part is 20 %.",
  ],
  [
    "a rate of the run's own that is less than its part of the pool's",
    input({
      ticks: tenSeconds(rateBound),
      poolLimits: pool({ requestsPerSecond: 20 }),
      sharing: { others: 1, part: 0.8, slotsBusy: false },
    }),
    "rate",
    "Bound by RATE: 5.0 of 5 rps used.",
  ],
  [
    "slots that others share",
    input({
      ticks: tenSeconds({ started: 1, ok: 1, inFlight: 2, waiting: 0, idle: 6, permits: 5 }),
      sharing: { others: 1, part: 0.5, slotsBusy: true },
    }),
    "concurrency",
    "Bound by CONCURRENCY: all slots of openai busy; 2 runs share them, this one's part is 50 %.",
  ],
  [
    "slots that others share, in a moment in which one of them is free",
    input({
      ticks: tenSeconds({ started: 1, ok: 1, inFlight: 2, waiting: 0, idle: 6, permits: 5 }),
      sharing: { others: 1, part: 0.5, slotsBusy: false },
    }),
    "concurrency",
    "Bound by CONCURRENCY: all slots of openai busy; 2 runs share them, this one's part is 50 %.",
  ],
  [
    "a rate that the pool narrows",
    input({ limits: pool({ requestsPerSecond: 50 }), poolLimits: limits, ticks: tenSeconds(rateBound) }),
    "rate",
    "Bound by RATE: 5.0 of openai's 5 rps used (this run's own: 50).",
  ],
  [
    "nothing of ours",
    input({ ticks: tenSeconds({ started: 3, ok: 3, inFlight: 4, idle: 4, permits: 10 }) }),
    "latency",
    "Not limited: waiting on provider latency.",
  ],
];

describe("the sentence of a paused run", () => {
  const lastMove = { actor: "Ana", atMs: 0 };
  it.each([
    [{ stopReason: null, lastMove }, "2 min ago", "Paused by Ana 2 min ago. Resume to go on."],
    [{ stopReason: null, lastMove: null }, "2 min ago", "Paused 2 min ago. Resume to go on."],
    [{ stopReason: { code: "auth", message: "No key" }, lastMove }, "5 h ago", "Paused 5 h ago: No key."],
  ])("takes an age from who shows it", (given, ago, sentence) => {
    expect(pausedSentence(given, ago)).toBe(sentence);
  });

  it("goes with who paused it and when, so that the age can be told", () => {
    expect(boundBy(input({ state: "paused", lastMove })).lastMove).toEqual(lastMove);
  });
});

describe("boundBy", () => {
  it.each(TABLE)("names %s", (_what, given, kind, sentence) => {
    expect(boundBy(given)).toMatchObject({ kind, sentence });
  });

  it.each([
    [
      "fewer requests where the provider refuses some",
      input({ ticks: tenSeconds({ ...rateBound, started: 5, ok: 4, rateLimited: 1 }) }),
      { field: "requestsPerSecond", value: 4, scope: "pool" },
    ],
    [
      "more slots where they cannot carry the rate",
      input({ ticks: tenSeconds({ started: 2, ok: 2, inFlight: 8, permits: 10 }) }),
      { field: "concurrency", value: 25, scope: "pool" },
    ],
    [
      "the pool's slots where the pool is the tighter",
      input({
        limits: pool({ concurrency: 25 }),
        poolLimits: limits,
        ticks: tenSeconds({ started: 2, ok: 2, inFlight: 8, permits: 10 }),
      }),
      { field: "concurrency", value: 25, scope: "pool" },
    ],
    [
      "the run's own slots where they are the tighter",
      input({
        poolLimits: pool({ concurrency: 40 }),
        ticks: tenSeconds({ started: 2, ok: 2, inFlight: 8, permits: 10 }),
      }),
      { field: "concurrency", value: 25, scope: "run" },
    ],
    [
      "half the rate where it is not known what the provider lets through",
      input({ ticks: tenSeconds({ ...rateBound, ok: 0, rateLimited: 5 }) }),
      { field: "requestsPerSecond", value: 2.5, scope: "pool" },
    ],
    ["nothing where the rate is used up", input({ ticks: tenSeconds(rateBound) }), undefined],
  ])("offers %s", (_what, given, remedy) => {
    expect(boundBy(given).remedy).toEqual(remedy);
  });

  it("looks at the last ten seconds only", () => {
    const old = tenSeconds({ ...rateBound, rateLimited: 50 });
    const recent = tenSeconds(rateBound).map((tick) => ({ ...tick, t: tick.t + 10_000 }));
    expect(boundBy(input({ ticks: [...old, ...recent] })).kind).toBe("rate");
  });

  it("does not call two 429s in a hundred attempts the bound", () => {
    expect(boundBy(input({ ticks: tenSeconds({ ...rateBound, ok: 49, rateLimited: 1 }) })).kind).toBe("rate");
  });
});
