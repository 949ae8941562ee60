import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, type LimitReading, MINUTE_MS, rateLimitReadings } from "@/lib/core/limits/rate-limit-headers";

const NOW = Date.UTC(2026, 10, 23);
const told = (headers: Record<string, string>, now = NOW) => rateLimitReadings(headers, now);
const reading = (over: Partial<LimitReading>): LimitReading => ({
  quantity: "requests",
  limit: null,
  remaining: null,
  resetInMs: null,
  resolutionMs: 1000,
  windowMs: null,
  fixedWindow: false,
  ...over,
});

describe("rateLimitReadings", () => {
  it("reads the names of OpenAI and LiteLLM, each limit with its own reset", () => {
    const headers = {
      "x-ratelimit-limit-requests": "500",
      "x-ratelimit-remaining-requests": "499",
      "x-ratelimit-reset-requests": "120ms",
      "x-ratelimit-limit-tokens": "30000",
      "x-ratelimit-remaining-tokens": "0",
      "x-ratelimit-reset-tokens": "6m0s",
    };
    expect(told(headers)).toEqual([
      reading({ limit: 500, remaining: 499, resetInMs: 120, resolutionMs: 1 }),
      reading({ quantity: "tokens", limit: 30_000, remaining: 0, resetInMs: 360_000, resolutionMs: 1 }),
    ]);
  });

  it("reads Anthropic's three kinds of tokens", () => {
    const headers = {
      "anthropic-ratelimit-requests-limit": "50",
      "anthropic-ratelimit-requests-remaining": "12",
      "anthropic-ratelimit-requests-reset": "2026-11-23T00:00:46Z",
      "anthropic-ratelimit-tokens-limit": "38000",
      "anthropic-ratelimit-tokens-remaining": "36000",
      "anthropic-ratelimit-input-tokens-limit": "30000",
      "anthropic-ratelimit-input-tokens-remaining": "28000",
      "anthropic-ratelimit-output-tokens-limit": "8000",
      "anthropic-ratelimit-output-tokens-remaining": "8000",
    };
    expect(told(headers)).toEqual([
      reading({ limit: 50, remaining: 12, resetInMs: 46_000 }),
      reading({ quantity: "tokens", limit: 38_000, remaining: 36_000 }),
      reading({ quantity: "inputTokens", limit: 30_000, remaining: 28_000 }),
      reading({ quantity: "outputTokens", limit: 8000, remaining: 8000 }),
    ]);
  });

  it("knows that Groq's requests are a day's", () => {
    const headers = {
      "x-groq-region": "fra",
      "x-ratelimit-limit-requests": "14400",
      "x-ratelimit-remaining-requests": "14370",
      "x-ratelimit-limit-tokens": "6000",
    };
    expect(told(headers).map(({ quantity, windowMs }) => [quantity, windowMs])).toEqual([
      ["requests", DAY_MS],
      ["tokens", null],
    ]);
  });

  it("takes the window that headers name: GitHub's and Azure's period, Cerebras' and Mistral's names", () => {
    const github = {
      "x-ratelimit-limit-requests": "20000",
      "x-ratelimit-remaining-requests": "19999",
      "x-ratelimit-renewalperiod-requests": "60",
      "x-ratelimit-reset-requests": "3",
    };
    expect(told(github)).toEqual([
      reading({ limit: 20_000, remaining: 19_999, resetInMs: 3000, windowMs: MINUTE_MS, fixedWindow: true }),
    ]);
    expect(told({ "x-ratelimit-limit-requests-day": "2400", "x-ratelimit-remaining-requests-day": "2399" })).toEqual([
      reading({ limit: 2400, remaining: 2399, windowMs: DAY_MS }),
    ]);
    expect(told({ "x-ratelimit-limit-req-minute": "23", "x-ratelimit-remaining-req-minute": "0" })).toEqual([
      reading({ limit: 23, remaining: 0, windowMs: MINUTE_MS }),
    ]);
  });

  it("reads the one limit of OpenRouter and of gateways, where nothing more telling is there", () => {
    const openrouter = {
      "x-ratelimit-limit": "50",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(NOW + 9000),
    };
    expect(told(openrouter)).toEqual([reading({ limit: 50, remaining: 0, resetInMs: 9000 })]);
    expect(told({ "ratelimit-limit": "10", "ratelimit-remaining": "4", "ratelimit-reset": "12" })).toEqual([
      reading({ limit: 10, remaining: 4, resetInMs: 12_000 }),
    ]);
    expect(told({ ...openrouter, "x-ratelimit-limit-requests": "7" })).toEqual([reading({ limit: 7 })]);
  });

  it("knows nothing without headers, and of values that mean unknown", () => {
    expect(told({})).toEqual([]);
    for (const sentinel of ["-1", "None", "", "NaN", "unlimited", "1e99"]) {
      const headers = { "x-ratelimit-limit-requests": sentinel, "x-ratelimit-remaining-tokens": sentinel };
      expect(told(headers), sentinel).toEqual([]);
    }
    // Azure's Responses API where it does not know (openai/openai-dotnet#838).
    const azure = {
      "x-ratelimit-limit-tokens": "-1",
      "x-ratelimit-remaining-tokens": "-1",
      "x-ratelimit-reset-tokens": "0",
    };
    expect(told(azure)).toEqual([]);
    expect(told({ "x-ratelimit-limit-requests": "0", "x-ratelimit-remaining-requests": "0" })).toEqual([]);
    expect(told({ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "99999999" })).toEqual([
      reading({ remaining: 0 }),
    ]);
  });

  it("keeps what is there of a limit, a reset alone too", () => {
    expect(told({ "x-ratelimit-remaining-tokens": "7" })).toEqual([reading({ quantity: "tokens", remaining: 7 })]);
    expect(told({ "x-rate-limit-reset-tokens": "55" })).toEqual([reading({ quantity: "tokens", resetInMs: 55_000 })]);
  });

  it("counts a reset that is a date from the provider's clock; one in the past is now", () => {
    const headers = {
      "anthropic-ratelimit-requests-limit": "1000",
      "anthropic-ratelimit-requests-reset": "2025-08-21T12:40:59Z",
      date: "Thu, 21 Aug 2025 12:41:00 GMT",
    };
    expect(told(headers)).toEqual([reading({ limit: 1000, resetInMs: 0 })]);
    expect(told({ ...headers, date: "Thu, 21 Aug 2025 12:40:50 GMT" })).toEqual([
      reading({ limit: 1000, resetInMs: 9000 }),
    ]);
  });

  it("gives finite numbers, 0 or more, or null, whatever the headers say", () => {
    const value = fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String));
    const name = fc.constantFrom(
      "x-ratelimit-limit-requests",
      "x-ratelimit-remaining-requests",
      "x-ratelimit-reset-requests",
      "x-ratelimit-renewalperiod-requests",
      "anthropic-ratelimit-tokens-reset",
      "x-ratelimit-reset",
      "date",
    );
    const sane = (n: number | null) => n === null || (Number.isFinite(n) && n >= 0);
    fc.assert(
      fc.property(fc.dictionary(name, value), (headers) => {
        for (const { limit, remaining, resetInMs, windowMs } of told(headers)) {
          expect([limit, remaining, resetInMs, windowMs].every(sane)).toBe(true);
          expect(limit).not.toBe(0);
          expect((resetInMs ?? 0) <= 32 * DAY_MS).toBe(true);
        }
      }),
    );
  });
});
