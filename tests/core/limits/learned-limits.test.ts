import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  believedLimits,
  believedRequests,
  holdOf,
  type LearnedLimit,
  learn,
  learnedRequestsPerSecond,
  NOTHING_LEARNED,
} from "@/lib/core/limits/learned-limits";
import { DAY_MS, MINUTE_MS, rateLimitReadings } from "@/lib/core/limits/rate-limit-headers";

const NOW = Date.UTC(2026, 10, 23);

/** What is known after these responses, one a second. */
function learnedFrom(...responses: Record<string, string>[]) {
  let state = NOTHING_LEARNED;
  const changes: object[] = [];
  responses.forEach((headers, i) => {
    const now = NOW + i * 1000;
    const step = learn(state, rateLimitReadings(headers, now), now);
    state = step.state;
    changes.push(...step.changes);
  });
  return { ...state, changes };
}

function openai(limit: number | string, remaining: number | string, reset: string): Record<string, string> {
  return {
    "x-ratelimit-limit-requests": String(limit),
    "x-ratelimit-remaining-requests": String(remaining),
    "x-ratelimit-reset-requests": reset,
  };
}

describe("learn", () => {
  it("knows a limit from the first response on", () => {
    const { known, changes } = learnedFrom(openai(500, 499, "120ms"));
    expect(known).toEqual({
      requests: {
        limit: 500,
        remaining: 499,
        atOnce: 500,
        resetAt: NOW + 120,
        windowMs: MINUTE_MS,
        refill: "continuous",
        at: NOW,
      },
    });
    expect(changes).toEqual([{ dimension: "requests", oldLimit: null, newLimit: 500 }]);
    expect(learnedRequestsPerSecond(known)).toBeCloseTo(500 / 60);
  });

  it.each([
    ["all of a minute's", [openai(300, 299, "200ms")], 300],
    ["less, where it is whole again with few left over", [openai(300, 4, "200ms")], 5],
    ["the same while it is used", [openai(300, 4, "200ms"), openai(300, 0, "880ms")], 5],
    ["the most that was shown", [openai(300, 0, "1s"), openai(300, 20, "1s")], 25],
    ["whole requests, where the limit is none", [openai(12.5, 12, "1s")], 12],
    ["no more than the limit, where it comes back all at once", [openai(300, 200, "55s")], 300],
    [
      "what was shown last, where the limit is another",
      [openai(300, 299, "200ms"), openai(60, 4, "1s"), openai(60, 4, "1s")],
      5,
    ],
  ])("tells from what is left and the reset how much may be sent at once: %s", (_, headers, atOnce) => {
    expect(learnedFrom(...headers).known.requests?.atOnce).toBe(atOnce);
  });

  it("says nothing any more of what was told longer than a day ago", () => {
    const known = learnedFrom(openai(300, 299, "200ms")).known;
    const at = known.requests?.at ?? 0;
    expect(believedLimits(known, at + 86_400_000)).toEqual(known);
    expect(believedLimits(known, at + 86_400_001)).toEqual({});
    expect(believedRequests(known, at + 86_400_001)).toBeNull();
  });

  it("believes another limit when it is told twice running, so that one garbled value changes nothing", () => {
    const told = (limit: number) => openai(limit, 1, "1s");
    expect(learnedFrom(told(500), told(5), told(500)).known.requests?.limit).toBe(500);
    expect(learnedFrom(told(500), told(5), told(7), told(500)).known.requests?.limit).toBe(500);
    const { known, changes } = learnedFrom(told(500), told(250), told(250), told(250));
    expect(known.requests?.limit).toBe(250);
    expect(changes).toEqual([
      { dimension: "requests", oldLimit: null, newLimit: 500 },
      { dimension: "requests", oldLimit: 500, newLimit: 250 },
    ]);
  });

  it("keeps a limit that later responses leave out, and forgets what remained", () => {
    const { known } = learnedFrom(openai(500, 3, "1s"), { "x-ratelimit-remaining-requests": "2" });
    expect(known.requests).toMatchObject({ limit: 500, remaining: 2, resetAt: null, at: NOW + 1000 });
    expect(learnedFrom(openai(500, 3, "1s"), openai("-1", "None", "0")).known.requests).toMatchObject({
      remaining: 3,
      at: NOW,
    });
  });

  it.each([
    ["OpenAI's free tier, by a reset of minutes", [openai(200, 199, "7m12s")]],
    ["10,000 a day, by two resets that fit", [openai(10_000, 9999, "8.64s"), openai(10_000, 9997, "25.92s")]],
    ["Groq, by its name", [{ ...openai(14_400, 14_399, "6s"), "x-groq-region": "fra" }]],
  ])("tells a day's limit of requests from a minute's: %s", (_, responses) => {
    const { known } = learnedFrom(...responses);
    expect(known.requestsPerDay).toMatchObject({ windowMs: DAY_MS });
    expect(learnedRequestsPerSecond({ requests: known.requestsPerDay as LearnedLimit })).toBeNull();
  });

  it("takes no minute's limit for a day's, at whatever use: refilled bit by bit, or all at once each minute", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 20_000 }),
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }),
        (limit, share) => {
          const used = share.map((s) => Math.max(1, Math.floor((s * limit) / 1000)));
          const refilling = used.map((u) => openai(limit, limit - u, `${Math.ceil((u * 60_000) / limit)}ms`));
          expect(learnedFrom(...refilling).known.requestsPerDay).toBeUndefined();
          // Whole seconds left of a fixed minute, as Azure and GitHub tell them.
          const fixed = used.map((u, i) => ({
            ...openai(limit, limit - u, String(Math.max(1, 57 - 7 * i))),
            "x-ratelimit-renewalperiod-requests": "60",
          }));
          const { known } = learnedFrom(...fixed);
          expect(known.requestsPerDay).toBeUndefined();
          expect(known.requests).toMatchObject({ windowMs: MINUTE_MS, refill: "fixed" });
        },
      ),
    );
  });

  it("keeps minute and day apart where both are told, and passes over the hour", () => {
    const { known } = learnedFrom({
      "x-ratelimit-limit-requests-minute": "5",
      "x-ratelimit-limit-requests-hour": "150",
      "x-ratelimit-limit-requests-day": "2400",
    });
    expect(known).toMatchObject({ requests: { limit: 5 }, requestsPerDay: { limit: 2400 } });
    expect(Object.keys(known)).toHaveLength(2);
  });

  it("makes no rate of a limit whose window is unknown", () => {
    const { known } = learnedFrom(openai(50, 0, "3h0m0s"));
    expect(known.requests).toMatchObject({ limit: 50, windowMs: null });
    expect(learnedRequestsPerSecond(known)).toBeNull();
  });

  it("survives any headers", () => {
    const value = fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String), fc.constant("0"));
    const headers = fc.dictionary(
      fc.constantFrom(
        "x-ratelimit-limit-requests",
        "x-ratelimit-remaining-requests",
        "x-ratelimit-reset-requests",
        "x-ratelimit-renewalperiod-requests",
        "x-ratelimit-limit-tokens-day",
        "anthropic-ratelimit-tokens-remaining",
        "anthropic-ratelimit-tokens-reset",
      ),
      value,
    );
    fc.assert(
      fc.property(fc.array(headers, { maxLength: 6 }), (responses) => {
        const { known } = learnedFrom(...responses);
        const rps = learnedRequestsPerSecond(known);
        expect(rps === null || (Number.isFinite(rps) && rps > 0)).toBe(true);
        for (const learned of Object.values(known)) {
          const hold = holdOf(learned, 1);
          expect(hold === null || (hold.forMs > 0 && hold.forMs <= DAY_MS)).toBe(true);
        }
      }),
    );
  });
});

describe("holdOf", () => {
  const learned: LearnedLimit = {
    limit: 600,
    remaining: 0,
    resetAt: NOW + 40_000,
    windowMs: MINUTE_MS,
    refill: "fixed",
    at: NOW,
  };

  it.each<[string, Partial<LearnedLimit>, ReturnType<typeof holdOf>]>([
    ["until the reset of a fixed window", {}, { until: "reset", forMs: 40_000 }],
    ["until one request's worth is back, where it refills", { refill: "continuous" }, { until: "refill", forMs: 100 }],
    ["so too where it is not known how it refills", { refill: null }, { until: "refill", forMs: 100 }],
    [
      "until the reset, where that is all that is told",
      { refill: null, limit: null },
      { until: "reset", forMs: 40_000 },
    ],
    ["no longer than the window, whatever the reset", { resetAt: NOW + 9e9 }, { until: "reset", forMs: MINUTE_MS }],
    ["a day's: until its reset", { windowMs: DAY_MS, resetAt: NOW + 7e6 }, { until: "reset", forMs: 7e6 }],
    [
      "a day's of which it is not known how it refills: ten minutes, then it is asked again",
      { windowMs: DAY_MS, resetAt: NOW + 7e6, refill: null },
      { until: "reset", forMs: 600_000 },
    ],
    ["not while something remains", { remaining: 1 }, null],
    ["not where it is not told what remains", { remaining: null }, null],
    ["not without a reset", { resetAt: null }, null],
    ["not for a reset in the past", { resetAt: NOW - 1 }, null],
  ])("waits %s", (_, over, expected) => {
    expect(holdOf({ ...learned, ...over }, 1)).toEqual(expected);
  });
});
