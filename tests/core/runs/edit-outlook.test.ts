import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editOutlook, type RecurringCooldowns } from "@/lib/core/runs/edit-outlook";
import type { EtaInput } from "@/lib/core/runs/eta";

/** 120 cases left; without a refusal they take a second for each 1/rps. */
function at(requestsPerSecond: number, over: Partial<EtaInput> = {}): EtaInput {
  return {
    casesLeft: 120,
    finishedCases: 180,
    finishedAttempts: 180,
    forecastAttemptsPerCase: 1,
    requestsPerSecond,
    concurrency: 100,
    tokensPerMinute: null,
    tokensPerAttempt: null,
    meanCallMs: 200,
    p95CallMs: null,
    endedPerSecond: null,
    cooldownPace: null,
    longestBackoffMs: 0,
    cooldownMs: 0,
    ...over,
  };
}

const going: RecurringCooldowns = { going: true, okPerSecond: 1, drawnAtRps: 10 };
const over: RecurringCooldowns = { ...going, going: false };
const TOLD = 120_000;

describe("what an edit does to the time left", () => {
  it.each([
    ["a lower rate", 10, 5, null, { effect: "later", leftMs: 24_000, byMs: 12_000 }],
    ["a higher rate", 10, 20, null, { effect: "sooner", leftMs: 6000, byMs: 6000 }],
    ["the same rate", 10, 10, null, { effect: "same", leftMs: 12_000 }],
    ["a higher rate, where refusals make the pace", 10, 20, going, { effect: "no-gain", leftMs: TOLD }],
    ["the same rate, where refusals make the pace", 10, 10, going, { effect: "same", leftMs: TOLD }],
    ["a lower rate that the provider still does not let through", 10, 5, going, { effect: "not-later", leftMs: TOLD }],
    ["a rate below what it lets through", 10, 0.5, going, { effect: "later", leftMs: 240_000, byMs: 120_000 }],
    ["back to the rate that was refused", 5, 10, over, { effect: "no-gain", leftMs: 24_000 }],
    ["a higher rate below the one that was refused", 5, 8, over, { effect: "sooner", byMs: 9000 }],
    ["a lower rate, after the refusals", 5, 4, over, { effect: "later", byMs: 6000 }],
  ] as const)("by %s", (_what, now, next, cooldowns, outlook) => {
    expect(editOutlook(at(now), at(next), cooldowns, TOLD)).toMatchObject(outlook);
  });

  it("by more slots is no gain either while refusals make the pace", () => {
    const few = at(10, { concurrency: 1 });
    expect(editOutlook(few, at(10), going, TOLD).effect).toBe("no-gain");
  });

  it("is never sooner while refusals make the pace, whatever is asked for", () => {
    const rps = fc.double({ min: 0.1, max: 100, noNaN: true });
    fc.assert(
      fc.property(rps, rps, (now, next) => {
        const { effect, leftMs } = editOutlook(at(now), at(next), going, TOLD);
        expect(effect).not.toBe("sooner");
        expect(leftMs).toBeGreaterThanOrEqual(TOLD);
      }),
    );
  });
});
