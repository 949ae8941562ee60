import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callCostUsd, type EndedCall, tokensCostUsd } from "@/lib/core/pricing/call-cost";
import { addSpend, NOTHING_SPENT, spendOf } from "@/lib/core/pricing/spend";

const PRICE = { inputUsdPerMillion: 2, outputUsdPerMillion: 8, cachedInputUsdPerMillion: 0.5 };
const FREE = { inputUsdPerMillion: 0, outputUsdPerMillion: 0, cachedInputUsdPerMillion: 0 };
const ok: EndedCall = { outcome: "ok", status: 200, errorCode: null, inputTokens: 1000, outputTokens: 500 };
const failed = (patch: Partial<EndedCall>): EndedCall => ({ ...ok, inputTokens: null, outputTokens: null, ...patch });

describe("what tokens cost", () => {
  it.each([
    ["input and output", { inputTokens: 1_000_000, outputTokens: 1_000_000 }, 10],
    ["a small call", { inputTokens: 1000, outputTokens: 500 }, 0.006],
    ["cached input at its own price", { inputTokens: 1000, cachedInputTokens: 600, outputTokens: 0 }, 0.0011],
    ["no more cached than there is input", { inputTokens: 100, cachedInputTokens: 600, outputTokens: 0 }, 0.00005],
    ["usage that says nothing of the output", { inputTokens: 1000, outputTokens: null }, null],
    ["usage that says nothing of the input", { inputTokens: null, outputTokens: 10 }, null],
  ])("%s", (_, usage, usd) => {
    const cost = tokensCostUsd(usage, PRICE);
    if (usd === null) expect(cost).toBeNull();
    else expect(cost).toBeCloseTo(usd, 12);
  });

  it("takes cached input as any input where it has no price of its own", () => {
    const price = { ...PRICE, cachedInputUsdPerMillion: null };
    expect(tokensCostUsd({ inputTokens: 1000, cachedInputTokens: 600, outputTokens: 0 }, price)).toBeCloseTo(0.002, 12);
  });

  it("adds up: two calls cost what their tokens cost together", () => {
    const tokens = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(tokens, tokens, tokens, tokens, (a, b, c, d) => {
        const apart = [
          tokensCostUsd({ inputTokens: a, outputTokens: b }, PRICE),
          tokensCostUsd({ inputTokens: c, outputTokens: d }, PRICE),
        ];
        const together = tokensCostUsd({ inputTokens: a + c, outputTokens: b + d }, PRICE);
        expect(spendOf(apart).usd).toBeCloseTo(together ?? Number.NaN, 9);
      }),
    );
  });
});

describe("what an attempt cost", () => {
  it.each<[string, EndedCall, number | null]>([
    ["an answer, by its usage", ok, 0.006],
    ["an answer without usage is not known", failed({}), null],
    ["a 429 costs nothing", failed({ outcome: "rate-limited", status: 429, errorCode: "rate_limit" }), 0],
    ["a 500 costs nothing", failed({ outcome: "transient", status: 500 }), 0],
    ["a time-out may have been billed", failed({ outcome: "transient", status: null, errorCode: "timeout" }), null],
    ["what was cancelled may have been billed", failed({ outcome: "cancelled", status: null }), null],
    [
      "what was cut mid-answer may have been billed",
      failed({ outcome: "transient", errorCode: "connection-closed" }),
      null,
    ],
    ["what never arrived was not", failed({ outcome: "transient", status: null, errorCode: "connection-refused" }), 0],
    ["a refusal that was billed all the same", { ...ok, outcome: "bad-request", status: 400 }, 0.006],
  ])("%s", (_, call, usd) => {
    expect(callCostUsd(call, PRICE)).toBe(usd);
  });

  it("is never 0 for want of a price", () => {
    expect(callCostUsd(ok, null)).toBeNull();
    expect(callCostUsd(failed({ outcome: "rate-limited", status: 429 }), null)).toBeNull();
  });

  it("is 0 where tokens cost nothing, told or not", () => {
    expect(callCostUsd(ok, FREE)).toBe(0);
    expect(callCostUsd(failed({}), FREE)).toBe(0);
  });
});

describe("a sum of costs", () => {
  it("keeps apart what is known and how much is not", () => {
    expect(spendOf([0.5, null, 0.25])).toEqual({ usd: 0.75, unknownCalls: 1 });
    expect(spendOf([null])).toEqual({ usd: null, unknownCalls: 1 });
    expect(spendOf([])).toEqual(NOTHING_SPENT);
    expect(spendOf([0])).toEqual({ usd: 0, unknownCalls: 0 });
  });

  it("adds sums", () => {
    expect(addSpend({ usd: 1, unknownCalls: 2 }, { usd: null, unknownCalls: 1 })).toEqual({ usd: 1, unknownCalls: 3 });
    expect(addSpend(NOTHING_SPENT, NOTHING_SPENT)).toEqual(NOTHING_SPENT);
  });
});
