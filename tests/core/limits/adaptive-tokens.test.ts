import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_OWN_TOKENS, onTokensRefused, onTokensSecond } from "@/lib/core/limits/adaptive-tokens";

const refusal = { sentAtMs: 1000, nowMs: 1100, toldPerMinute: null, acceptedPerMinute: null };

describe("an adaptive pool's own limit on tokens", () => {
  it.each([
    ["what headers tell", { toldPerMinute: 6000, acceptedPerMinute: 9000 }, 6000],
    ["what was accepted", { acceptedPerMinute: 9000 }, 9000],
    ["nothing, where nothing is known", {}, null],
    ["nothing, where a header is absurd", { toldPerMinute: 0 }, null],
  ])("begins at %s", (_, seen, perMinute) => {
    expect(onTokensRefused(NO_OWN_TOKENS, { ...refusal, ...seen }).perMinute).toBe(perMinute);
  });

  it("goes down once for what was under way together", () => {
    const first = onTokensRefused(NO_OWN_TOKENS, { ...refusal, toldPerMinute: 6000 });
    expect(onTokensRefused(first, { ...refusal, sentAtMs: 1050, nowMs: 1200 })).toBe(first);
    expect(onTokensRefused(first, { ...refusal, sentAtMs: 1150, nowMs: 1200 }).perMinute).toBeCloseTo(5580);
  });

  it("grows only while it holds calls back, and is gone at what is configured", () => {
    const held = onTokensRefused(NO_OWN_TOKENS, { ...refusal, toldPerMinute: 6000 });
    expect(onTokensSecond(held, false, null)).toBe(held);
    expect(onTokensSecond(held, true, null).perMinute).toBeGreaterThan(6000);
    expect(onTokensSecond(held, true, 6001).perMinute).toBeNull();
    expect(onTokensSecond(NO_OWN_TOKENS, true, 6001)).toBe(NO_OWN_TOKENS);
  });

  it("falls by half at most at once, whatever is told, and never to nothing", () => {
    const number = fc.oneof(fc.constant(null), fc.double({ min: 0, max: 1e9, noNaN: true }));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { maxLength: 60 }), (seen) => {
        let state = NO_OWN_TOKENS;
        for (const [at, [toldPerMinute, acceptedPerMinute]] of seen.entries()) {
          const before = state.perMinute;
          const nowMs = (at + 1) * 1000;
          state = onTokensRefused(state, { sentAtMs: nowMs - 1, nowMs, toldPerMinute, acceptedPerMinute });
          if (state.perMinute === null) continue;
          expect(state.perMinute).toBeGreaterThanOrEqual(Math.max(60, (before ?? 0) * 0.5));
          if (before !== null && before > 120) expect(state.perMinute).toBeLessThan(before);
        }
      }),
    );
  });
});
