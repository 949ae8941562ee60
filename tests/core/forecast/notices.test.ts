import { describe, expect, it } from "vitest";
import { type ForecastInput, forecastRun } from "@/lib/core/forecast/closed-form";
import { worstBackoffMs } from "@/lib/core/forecast/limit-notices";
import type { NoticeInput, Refusal } from "@/lib/core/forecast/notice-input";
import { forecastNotices } from "@/lib/core/forecast/notices";
import { type LimitsInput, limitsSchema } from "@/lib/core/limits/limits";

interface Launch extends Partial<Omit<NoticeInput, "forecast" | "figures" | "limits">> {
  limits?: Partial<LimitsInput>;
  forecast?: Partial<ForecastInput>;
}

function input({ limits, forecast, ...over }: Launch = {}): NoticeInput {
  const set = limitsSchema.parse({ requestsPerSecond: 5, burst: 8, concurrency: 8, ...limits });
  const { requestsPerSecond, burst, concurrency, tokensPerMinute } = set;
  const reckoned: ForecastInput = {
    cases: 1200,
    ...{ requestsPerSecond, burst, concurrency, tokensPerMinute },
    attempts: set.retry.attempts,
    latencyMs: 1200,
    latencyP95Ms: 2400,
    retriedShare: 0.01,
    tokensPerAttempt: null,
    ...forecast,
  };
  return {
    limits: set,
    ownLimits: null,
    poolLimits: set,
    forecast: reckoned,
    figures: forecastRun(reckoned),
    measuredCalls: 800,
    seen429: 0,
    account: null,
    otherRuns: 0,
    unpriced: [],
    costUsd: null,
    budgetUsd: null,
    retryWindow: null,
    provider: { name: "openai", needsKey: true, hasKey: true, refused: null, ownRetries: null },
    dataset: {
      duplicates: 0,
      empty: 0,
      tooLong: 0,
      contextTokens: null,
      skipped: false,
      missingVariables: [],
      hasExpected: true,
    },
    evaluatorsNeedExpected: true,
    ...over,
  };
}

const slow = { latencyMs: 4000 };
const account = { requestsPerMinute: 300, tokensPerMinute: null, shownAt: "13:58" };
const dataset = input().dataset;
const provider = input().provider;
const refused = (what: Refusal["what"], status: number | null = null, at: string | null = null) => ({
  provider: { ...provider, refused: { what, status, at } },
});

const TABLE: readonly [string, Launch, string, Record<string, number>[]][] = [
  [
    "N1",
    { forecast: slow },
    "8 at once carry 2.0 rps at 4.0 s per call; you set 5.",
    [{ concurrency: 25 }, { requestsPerSecond: 2 }],
  ],
  [
    "N2",
    { forecast: slow, limits: { concurrency: 20 } },
    "Tight: slow calls will cost a few percent.",
    [{ concurrency: 25 }],
  ],
  ["N3", { limits: { concurrency: 24 } }, "About 18 slots will idle; harmless.", []],
  ["N4", { limits: { burst: 10 } }, "Only 8 of the burst of 10 can start at once.", []],
  [
    "N5",
    { account: { ...account, requestsPerMinute: 400 } },
    "Limits per minute may be enforced per second; a burst of 8 can draw 429s.",
    [{ burst: 6 }],
  ],
  [
    "N6",
    { account },
    "Needs 303 requests/min; the account showed 300 at 13:58. Retries count too.",
    [{ requestsPerSecond: 4.9 }],
  ],
  [
    "N6-tokens",
    {
      account: { requestsPerMinute: null, tokensPerMinute: 200_000, shownAt: null },
      forecast: { tokensPerAttempt: 1000 },
    },
    "Needs 303,030 tokens/min; the account showed 200,000.",
    [{ requestsPerSecond: 3.3 }],
  ],
  [
    "N1",
    {
      account,
      forecast: { latencyMs: 1000, accountRps: 5 },
      limits: { requestsPerSecond: 12, burst: 50, concurrency: 2 },
    },
    "2 at once carry 2.0 rps at 1.0 s per call; you set 12, and can get 5.",
    [{ concurrency: 7 }, { requestsPerSecond: 2 }],
  ],
  [
    "N1",
    { forecast: { ...slow, shareRps: 4 }, limits: { requestsPerSecond: 12 } },
    "8 at once carry 2.0 rps at 4.0 s per call; you set 12, and can get 4.",
    [{ concurrency: 20 }, { requestsPerSecond: 2 }],
  ],
  [
    "N5",
    { account, limits: { burst: 50, concurrency: 2 }, forecast: { latencyMs: 200 } },
    "Limits per minute may be enforced per second; a burst of 10 can draw 429s.",
    [{ burst: 5 }],
  ],
  [
    "N6",
    { account, otherRuns: 1, limits: { requestsPerSecond: 12 }, forecast: { shareRps: 6, accountRps: 2.5 } },
    "Needs 364 requests/min; the account showed 300 at 13:58, of which 50 % is this run's. Retries count too.",
    [{ requestsPerSecond: 2.4 }],
  ],
  ["N7", { limits: { retry: { attempts: 1 } }, seen429: 3 }, "One 429 drops the case.", [{ "retry.attempts": 4 }]],
  [
    "N8",
    { limits: { retry: { attempts: 10, maxDelayMs: 600_000, baseDelayMs: 10_000 } } },
    "A case may wait up to 40 min 30 s.",
    [{ "retry.maxDelayMs": 60_000 }],
  ],
  [
    "N9",
    { costUsd: 3.1, budgetUsd: 2 },
    "≈$3.10 exceeds $2.00; the run will auto-pause at about case 774.",
    [{ budgetUsd: 3.42 }],
  ],
  [
    "N10",
    { otherRuns: 1, limits: { burst: 10, concurrency: 10 }, forecast: { shareRps: 2.5 } },
    "2 runs share 5 rps; yours gets about 2.5: 8 min 2 s.",
    [],
  ],
  [
    "N10",
    {
      otherRuns: 1,
      limits: { requestsPerSecond: 12, burst: 10, concurrency: 20 },
      forecast: { shareRps: 6, accountRps: 2.5 },
    },
    "2 runs share 5 rps; yours gets about 2.5: 8 min 2 s.",
    [],
  ],
  [
    "N11",
    { measuredCalls: 0, forecast: { latencyMs: 2000 } },
    "No calls to this model yet: assuming 2.0 s.",
    [{ "sample.first": 5 }],
  ],
  ["N12", { provider: { ...provider, hasKey: false } }, "openai has no API key: add one under Providers.", []],
  ["N12", refused("key", 401, "14:02 UTC"), "Key refused (401) at 14:02 UTC: replace it under Providers.", []],
  ["N12", refused("key"), "Key refused: replace it under Providers.", []],
  ["N12", refused("model", 404, "14:02 UTC"), "openai does not know this model.", []],
  [
    "N12",
    refused("requests", 405, "14:02 UTC"),
    "openai refused every request of the last run (405) at 14:02 UTC: check its URL and the model's name.",
    [],
  ],
  ["N13", { dataset: { ...dataset, duplicates: 12, empty: 3 } }, "12 duplicate, 3 empty.", [{ skip: 1 }]],
  [
    "N13",
    { dataset: { ...dataset, duplicates: 12, tooLong: 3, contextTokens: 128_000 } },
    "12 duplicate, 3 over 128 k tokens.",
    [{ skip: 1 }],
  ],
  ["N13", { dataset: { ...dataset, empty: 2, skipped: true } }, "Skips 2 empty.", [{ skip: 0 }]],
  [
    "N11",
    { measuredCalls: 0, forecast: { latencyMs: 2000, cases: 5 } },
    "No calls to this model yet: assuming 2.0 s.",
    [],
  ],
  [
    "N14",
    { provider: { ...provider, ownRetries: { by: "client", client: "openai" } } },
    "The openai client retries twice on its own and would bypass the limiter; we set maxRetries 0.",
    [],
  ],
  [
    "N14",
    { provider: { ...provider, name: "our proxy", ownRetries: { by: "gateway" } } },
    "If our proxy is a gateway that retries on its own, those retries bypass the limiter: set them to 0 there.",
    [],
  ],
  ["PRICE", { unpriced: ["gpt-x", "judge-y"] }, "Cost unknown: no price for gpt-x, judge-y.", []],
  ["PRICE", { unpriced: ["gpt-x"], budgetUsd: 5 }, "Cost unknown: no price for gpt-x. A budget needs one.", []],
  [
    "RETRIES",
    { retryWindow: { windowMs: 60_000, waitMs: 1750, outlasts: false } },
    "Its 429s name no wait: 4 attempts wait 1.8 s in all, and a limit per minute lasts up to 1 min 0 s.",
    [{ "retry.attempts": 9 }],
  ],
  [
    "RETRIES",
    {
      limits: { retry: { giveUpAfterMs: 10_000 } },
      retryWindow: { windowMs: 45_000, waitMs: 0, outlasts: false },
    },
    "The provider has asked for waits of 45 s; cases that it asks for longer than 10 s are given up.",
    [{ "retry.giveUpAfterMs": 45_000 }],
  ],
  [
    "POOL",
    { ownLimits: limitsSchema.parse({ requestsPerSecond: 50, burst: 8, concurrency: 32 }) },
    "The pool's limits are tighter and hold: 5 rps (you set 50), 8 at once (you set 32).",
    [],
  ],
  [
    "VARS",
    { dataset: { ...dataset, missingVariables: [{ name: "topic", cases: 1200 }] } },
    "The template names {{topic}}, which no case has.",
    [],
  ],
  [
    "VARS",
    { dataset: { ...dataset, missingVariables: [{ name: "topic", cases: 2 }] } },
    "The template names {{topic}}, which 2 cases lack; they will not be scored.",
    [],
  ],
  [
    "EXPECTED",
    { dataset: { ...dataset, hasExpected: false } },
    "The evaluators compare with an expected value, and the dataset has none.",
    [],
  ],
];

describe("forecastNotices", () => {
  it("says nothing where nothing is to be said", () => {
    expect(forecastNotices(input())).toEqual([]);
  });

  it.each(TABLE)("%s of %j", (id, launch, text, patches) => {
    const found = forecastNotices(input(launch)).find((notice) => notice.id === id);
    expect(found?.text).toBe(text);
    expect(found?.fixes.map((fix) => fix.patch)).toEqual(patches);
  });

  it("does not warn of a rate, or a burst, that so few slots never reach", () => {
    const limits = { requestsPerSecond: 12, burst: 50, concurrency: 2 };
    const found = forecastNotices(input({ account, limits, forecast: { latencyMs: 1000, accountRps: 5 } }));
    expect(found.map(({ id }) => id)).toEqual(["N1", "N4"]);
  });

  it("does not tell of a burst both that it is too large and that it is not to be had", () => {
    const found = forecastNotices(input({ account, limits: { burst: 10 }, forecast: { accountRps: 5 } }));
    expect(found.filter(({ field }) => field === "burst").map(({ id }) => id)).toEqual(["N5"]);
  });

  it.each([
    [{ requestsPerSecond: 12, concurrency: 2 }, 5, 1000],
    [{ requestsPerSecond: 40, concurrency: 3 }, 8, 900],
  ])("a fix of slots for %j aims at the %i rps that are known to hold", (limits, accountRps, latencyMs) => {
    const forecast = { latencyMs, accountRps };
    const n1 = forecastNotices(input({ limits, forecast })).find(({ id }) => id === "N1");
    const concurrency = n1?.fixes[0]?.patch.concurrency ?? 0;
    expect((concurrency * 1000) / latencyMs).toBeLessThan(accountRps * 1.5);
    const fixed = { ...limits, concurrency };
    expect(forecastNotices(input({ limits: fixed, forecast })).map(({ id }) => id)).not.toContain("N1");
  });

  it("a fix removes the notice that offered it", () => {
    const fixed = forecastNotices(input({ forecast: { ...slow, concurrency: 25 }, limits: { concurrency: 25 } }));
    expect(fixed.filter((notice) => /^N[123]$/.test(notice.id))).toEqual([]);
  });

  it("blocks what cannot work and puts it first", () => {
    const found = forecastNotices(input({ forecast: slow, measuredCalls: 0, ...refused("model") }));
    expect(found.map((notice) => notice.level)).toEqual(["block", "warn", "info"]);
  });

  it.each([
    [11, undefined],
    [8, "2 runs share 8 rps; yours gets about 4.0: 5 min 2 s."],
  ])("two runs share the %s rps of the pool, and one that asks for less than its share gets it", (shared, text) => {
    const poolLimits = limitsSchema.parse({ requestsPerSecond: shared, burst: 10, concurrency: 20 });
    const found = forecastNotices(input({ otherRuns: 1, poolLimits, forecast: { shareRps: shared / 2 } }));
    expect(found.find((notice) => notice.id === "N10")?.text).toBe(text);
  });

  it("does not speak of slots where all cases start at once", () => {
    expect(forecastNotices(input({ forecast: { ...slow, cases: 6 } }))).toEqual([]);
  });
});

describe("worstBackoffMs", () => {
  it.each([
    [{ attempts: 1 }, 0],
    [{ attempts: 4, baseDelayMs: 500 }, 500 + 1000 + 2000],
    [{ attempts: 4, baseDelayMs: 500, maxDelayMs: 800 }, 500 + 800 + 800],
  ])("of %j is %i", (retry, ms) => {
    expect(worstBackoffMs(input({ limits: { retry } }).limits.retry)).toBe(ms);
  });
});
