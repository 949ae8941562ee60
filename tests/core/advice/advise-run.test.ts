import { describe, expect, it } from "vitest";
import type { AdviceInput } from "@/lib/core/advice/advice-item";
import { adviseRun } from "@/lib/core/advice/advise-run";
import { addSecond, emptyRunUse } from "@/lib/core/advice/run-use";
import { verdictOfSecond } from "@/lib/core/advice/verdict-of-second";
import { limitsSchema } from "@/lib/core/limits/limits";
import type { Tick } from "@/lib/core/metrics/tick";
import { buildTick } from "../../support/build-tick";

const limit = (requestsPerSecond: number, concurrency: number) => ({ requestsPerSecond, burst: 10, concurrency });
const limits = (requestsPerSecond: number, concurrency: number) =>
  limitsSchema.parse(limit(requestsPerSecond, concurrency));

/** Seconds alike, then others. */
function ticks(...parts: readonly [seconds: number, tick: Partial<Tick>][]): Tick[] {
  const all = parts.flatMap(([seconds, tick]) => Array.from({ length: seconds }, () => tick));
  return all.map((tick, second) => buildTick({ queued: 100, limit: limit(5, 8), ...tick, t: second * 1000 }));
}

const RATE: Partial<Tick> = { started: 5, ok: 5, inFlight: 5, waiting: 3, idle: 0 };
const FULL: Partial<Tick> = { limit: limit(10, 8), started: 6, ok: 6, inFlight: 8, waiting: 0, idle: 0 };
const TOKENS: Partial<Tick> = {
  limit: limit(50, 40),
  hold: "tokens",
  started: 8,
  ok: 8,
  inFlight: 12,
  waiting: 28,
  inputTokens: 700,
  outputTokens: 260,
  tokenLimit: 60_000,
};
const REFUSED: Partial<Tick> = { started: 5, ok: 4, rateLimited: 1, inFlight: 4, waiting: 1, idle: 3 };
/** Three runs at a pool of 50 rps: this one has its third, and most of its slots stand idle while cases queue. */
const SHARED: Partial<Tick> = {
  limit: limit(50, 40),
  shareRps: 50 / 3,
  otherRuns: 2,
  started: 17,
  ok: 17,
  inFlight: 6,
  waiting: 0.6,
  idle: 33.4,
  permits: 1.2,
};
/** The same with slots that the others hold: permits lie about. */
const NO_SLOTS: Partial<Tick> = { ...SHARED, started: 4, ok: 4, inFlight: 3, waiting: 0, permits: 9 };
const IDLE: Partial<Tick> = { started: 2, ok: 2, inFlight: 4, idle: 4 };
const LAST: Partial<Tick> = { queued: 0, inFlight: 2, idle: 6 };

function advice(all: readonly Tick[], over: Partial<AdviceInput> = {}) {
  const use = emptyRunUse();
  for (const tick of all) addSecond(use, tick);
  return adviseRun({
    use,
    limits: limits(5, 8),
    poolLimits: null,
    spanMs: all.length * 1000,
    pausedMs: 0,
    notScored: 0,
    retryAttempts: 4,
    latency: { p50: 1200, p95: 2400 },
    judge: null,
    ...over,
  });
}

const CASES: readonly {
  name: string;
  given: Tick[];
  over?: Partial<AdviceInput>;
  code: string;
  says: RegExp;
  evidence?: RegExp;
  act?: unknown;
}[] = [
  {
    name: "a rate that is used up: nothing to change",
    given: ticks([98, RATE], [2, { ...RATE, started: 3 }]),
    code: "well-used",
    says: /^Nothing to change: it used 99 % of the limit\./,
    evidence: /5\.0 of 5 rps used/,
  },
  {
    name: "a rate that was edited: what was used is held against what was in force at the time",
    given: ticks([50, { ...RATE, started: 6 }], [50, { ...RATE, started: 4, limit: limit(4, 8) }]),
    code: "well-used",
    says: /^Nothing to change: it used 100 % of the limit\./,
    evidence: /^5\.0 of 4\.5 rps used, 100 % of what the limit allows\.$/,
  },
  {
    name: "a rate that waits and is not used up",
    given: ticks([100, { ...RATE, started: 4 }]),
    code: "rate",
    says: /^Bound by rate 100 % of the time: more slots do nothing/,
  },
  {
    name: "a run's own rate below its pool's",
    given: ticks([90, RATE], [10, IDLE]),
    over: { poolLimits: limits(20, 30) },
    code: "rate",
    says: /the run's own 5 rps stand below the provider's 20/,
    act: { at: "run", limits: { requestsPerSecond: 20, concurrency: 23 } },
  },
  {
    name: "a rate that the provider refuses already, whatever the pool allows",
    given: ticks([90, RATE], [10, REFUSED]),
    over: { poolLimits: limits(20, 30) },
    code: "rate",
    says: /and 2 % of attempts got 429 all the same: a higher rate gains nothing/,
    act: null,
  },
  {
    name: "a rate below what the provider has room for",
    given: ticks([60, { ...RATE, headroom: { requests: 0.8, tokens: null } }]),
    code: "rate",
    says: /while the provider had room: try 14 rps/,
    evidence: /never told of less than 80 % of its requests left/,
    act: { at: "pool", limits: { requestsPerSecond: 14 } },
  },
  {
    name: "too few slots",
    given: ticks([72, FULL], [28, { ...IDLE, limit: limit(10, 8) }]),
    over: { limits: limits(10, 8), poolLimits: limits(10, 50) },
    code: "concurrency",
    says: /^Bound by concurrency 72 % of the time: raising the rate does nothing; set concurrency \d+\.$/,
    evidence: /At 1\.4 s per call 8 slots carry 5\.7 of/,
  },
  {
    name: "slots that were busy, and suffice all the same",
    given: ticks([70, { ...FULL, started: 10, ok: 10 }], [30, { ...IDLE, limit: limit(10, 8), ok: 10, started: 10 }]),
    over: { limits: limits(10, 8), poolLimits: limits(10, 50) },
    code: "concurrency",
    says: /^All slots were busy 70 % of the time, although on average there are enough of them/,
    evidence: /^At 0\.7 s per call 8 slots carry 11\.8 rps, and the limit is 10\.$/,
    act: null,
  },
  {
    name: "too few slots of the pool",
    given: ticks([100, FULL]),
    over: { limits: limits(10, 8) },
    code: "concurrency",
    says: /set concurrency 15/,
    act: { at: "pool", limits: { concurrency: 15 } },
  },
  {
    name: "tokens, with slots to spare",
    given: ticks([81, TOKENS], [19, { ...IDLE, limit: limit(50, 40), tokenLimit: 60_000 }]),
    over: { limits: limits(50, 40) },
    code: "tokens",
    says: /^Bound by tokens 81 % of the time: raising the rate does nothing; set concurrency 1\d, more slots only wait\.$/,
    evidence: /47 k of 60 k tokens per minute used, 78 %/,
  },
  {
    name: "tokens, with no slot too many",
    given: ticks([100, { ...TOKENS, limit: limit(50, 12), waiting: 0 }]),
    code: "tokens",
    says: /only shorter prompts or a higher token limit help/,
  },
  {
    name: "a rate that other runs use too",
    given: ticks([12, SHARED], [8, { ...IDLE, limit: limit(50, 40) }]),
    over: { limits: limits(50, 40) },
    code: "share",
    says: /^Bound by its share of the pool \(16\.7 of 50 rps\) 60 % of the time, as 2 other runs used it; alone it would take about 12 s\. To be faster raise the pool's rate where the provider allows it, give this run a higher priority, or run it alone\.$/,
    evidence: /in the shared time 17\.0, and its share was 16\.7 of 50 rps/,
  },
  {
    name: "a share that the run waits for with all of its slots",
    given: ticks([20, { ...SHARED, inFlight: 10, waiting: 30, idle: 0, permits: 0.3 }]),
    over: { limits: limits(50, 40) },
    code: "share",
    says: /^Bound by its share of the pool/,
  },
  {
    name: "slots that other runs use too",
    given: ticks([20, NO_SLOTS]),
    over: { limits: limits(50, 40) },
    code: "share",
    says: /^Bound by its share of the pool's slots 100 % of the time, as 2 other runs used it.*raise the pool's slots/,
  },
  {
    name: "a share, in seconds that were recorded before other runs were counted",
    given: ticks([20, SHARED]).map(({ otherRuns: _, ...tick }) => tick),
    code: "share",
    says: /as other runs used it/,
  },
  {
    name: "a run's own rate, beside others",
    given: ticks([20, { ...RATE, shareRps: 20, otherRuns: 1 }]),
    over: { limits: limits(5, 8), poolLimits: limits(40, 30) },
    code: "rate",
    says: /the run's own 5 rps stand below the provider's 40/,
  },
  {
    name: "tokens of the run's own, beside others of a pool without such a limit",
    given: ticks([20, { ...TOKENS, shareRps: 20, otherRuns: 1 }]),
    over: { limits: { ...limits(50, 40), tokensPerMinute: 10_000 }, poolLimits: limits(50, 40) },
    code: "tokens",
    says: /^Bound by tokens 100 % of the time: raising the rate does nothing/,
  },
  {
    name: "tokens that other runs use too",
    given: ticks([20, { ...TOKENS, shareRps: 20, otherRuns: 1 }]),
    over: { limits: limits(50, 40) },
    code: "tokens",
    says: /^Bound by tokens 100 % of the time, which other runs of the pool used too: raising the rate does nothing/,
  },
  {
    name: "429s of the provider",
    given: ticks([100, REFUSED]),
    code: "provider",
    says: /^The provider pushed back 100 % of the time: it takes less than you send; set 3\.8 rps instead of 5\.$/,
    evidence: /Of 500 attempts 20 % got 429/,
    act: { at: "run", limits: { requestsPerSecond: 3.8 } },
  },
  {
    name: "waits that the provider asked for",
    given: ticks([60, { cooldownUntil: 1e12, idle: 8 }], [40, REFUSED]),
    code: "provider",
    says: /^The provider made it wait 60 % of the time: it takes less than you send/,
  },
  {
    name: "an overloaded provider",
    given: ticks([100, { started: 5, ok: 3, overloaded: 2, inFlight: 4, idle: 4 }]),
    code: "provider",
    says: /its own trouble, no limit of yours/,
  },
  {
    name: "the provider's own latency",
    given: ticks([100, IDLE]),
    code: "latency",
    says: /^Not held back by its limits 100 % of the time/,
    evidence: /50 % of its slots stood idle; a call takes 1\.2 s \(p50\), 2\.4 s \(p95\)/,
  },
  {
    name: "the requests of a day",
    given: ticks([70, { hold: "day", idle: 8 }], [30, RATE]),
    over: { limits: { ...limits(5, 8), requestsPerDay: 1000 } },
    code: "day",
    says: /^Waited for the next day 70 % of the time/,
    evidence: /All 1,000 requests/,
  },
  {
    name: "judges",
    given: ticks([70, { hold: "judges", idle: 8 }], [30, RATE]),
    over: { judge: "tone" },
    code: "judge",
    says: /^Waited for verdicts of tone 70 % of the time/,
  },
  {
    name: "a run that was mostly paused, and what bound the rest",
    given: ticks([100, RATE]),
    over: { spanMs: 1_000_000, pausedMs: 900_000 },
    code: "paused",
    says: /^It was at rest 90 % of the time/,
    evidence: /16 min 40 s, of which it worked 1 min 40 s/,
  },
  { name: "a run too short to say", given: ticks([4, RATE]), code: "too-short", says: /^It worked in 4 seconds only/ },
  { name: "a run without a record", given: [], code: "too-short", says: /^No second of work/ },
  { name: "the last calls", given: ticks([4, RATE], [20, LAST]), code: "last-calls", says: /too few cases/ },
  {
    name: "nothing in particular",
    given: ticks([29, RATE], [29, FULL], [29, IDLE], [29, LAST]),
    code: "mixed",
    says: /^No single thing/,
    evidence: /rate 25 %, concurrency 25 %, provider latency 25 %/,
  },
];

describe("the advice for a run", () => {
  it.each(CASES)("tells of $name", ({ given, over, code, says, evidence, act }) => {
    const [first] = advice(given, over).items;
    expect(first).toMatchObject({ code, sentence: expect.stringMatching(says) });
    if (evidence !== undefined) expect(first?.evidence).toMatch(evidence);
    if (act !== undefined) expect(first?.act).toEqual(act);
  });

  it("adds what else is worth knowing", () => {
    const slow = { ...FULL, limit: limit(10, 8), ok: 12, rateLimited: 1 };
    const told = advice(ticks([50, slow]), { limits: limits(10, 20), poolLimits: limits(10, 8), notScored: 3 });
    expect(told.items.map((item) => item.code)).toContain("lost");
    expect(told.items.at(-1)?.sentence).toMatch(/^3 cases are not scored: requeue them/);
    const paused = advice(ticks([100, RATE]), { spanMs: 1_000_000, pausedMs: 900_000 });
    expect(paused.items.map((item) => item.code)).toEqual(["paused", "well-used"]);
  });

  it("gives shares that add up to the recorded time, pauses left out", () => {
    const { shares } = advice(ticks([60, RATE], [30, FULL], [10, LAST], [50, { paused: true }]));
    expect(shares).toEqual([
      { kind: "rate", seconds: 60, share: 0.6 },
      { kind: "concurrency", seconds: 30, share: 0.3 },
      { kind: "draining", seconds: 10, share: 0.1 },
    ]);
  });

  it("tells a wait for a permit from a moment between two cases", () => {
    const busy = { queued: 50, inFlight: 3.4, waiting: 0.3, idle: 0.3, limit: limit(12, 4) };
    expect(verdictOfSecond(buildTick({ ...busy, permits: 4 }))).toBe("concurrency");
    expect(verdictOfSecond(buildTick({ ...busy, permits: 0.2 }))).toBe("rate");
    const halfWaits = { inFlight: 8, waiting: 8, idle: 0, queued: 700, permits: 1.6 };
    expect(verdictOfSecond(buildTick(halfWaits)), "half of the slots wait for the rate").toBe("rate");
    expect(verdictOfSecond(buildTick({ ...busy, inFlight: 1.7, idle: 2, permits: 4 }))).toBe("latency");
  });

  it("reads seconds that were recorded before holds were", () => {
    expect(verdictOfSecond(buildTick(RATE))).toBe("rate");
    const judge = { poolId: "p", started: 0, ok: 0, rateLimited: 0, otherErrors: 0, inFlight: 1, waiting: 0 };
    const judges = [{ ...judge, backingOff: 0, tokens: 0, limit: { requestsPerSecond: 1, concurrency: 1 } }];
    expect(verdictOfSecond(buildTick({ judges }))).toBe("judge");
  });
});
