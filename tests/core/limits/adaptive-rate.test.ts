import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AdaptiveRate,
  type AdaptiveStep,
  adaptiveRate,
  onConfigured,
  onLearned,
  onRefused,
  onSecond,
} from "@/lib/core/limits/adaptive-rate";

const busy = (state: AdaptiveRate) => ({ startedRps: state.rps, waiting: true });

describe("the adaptive rate", () => {
  /** Refused a moment ago, at its full rate. */
  const pressed: AdaptiveRate = { ...adaptiveRate(50), decreasedAtMs: 0 };

  it("is lowered once per congestion event: refusals of what was sent before the decrease change nothing", () => {
    const first = onRefused(pressed, { sentAtMs: 900, nowMs: 1000, acceptedRps: null, asksToSlowDown: false });
    expect(first.state.rps).toBeCloseTo(42.5);
    expect(first.change).toEqual({ oldRps: 50, newRps: 42.5, why: "refused" });
    for (const sentAtMs of [800, 950, 1000]) {
      const late = { sentAtMs, nowMs: 1100, acceptedRps: null, asksToSlowDown: false };
      expect(onRefused(first.state, late).change).toBeNull();
    }
    const next = { sentAtMs: 1050, nowMs: 1200, acceptedRps: null, asksToSlowDown: false };
    expect(onRefused(first.state, next).state.rps).toBeLessThan(42.5);
  });

  it.each([
    ["the first in a while lowers it by little", null, false, 48.5],
    ["whatever was accepted meanwhile", 20, false, 48.5],
    ["unless the provider asks to slow down", null, true, 42.5],
  ])("of refusals, %s", (_, acceptedRps, asksToSlowDown, rps) => {
    const lone = { sentAtMs: 2990, nowMs: 3000, acceptedRps, asksToSlowDown };
    const { state } = onRefused(pressed, lone);
    expect(state.rps).toBeCloseTo(rps);
    const soon = { sentAtMs: 3500, nowMs: 3510, acceptedRps: null, asksToSlowDown: false };
    expect(onRefused(state, soon).state.rps).toBeCloseTo(rps * 0.85);
  });

  it("counts a while in permits where they are slow to come", () => {
    const slow = { ...adaptiveRate(0.5), decreasedAtMs: 0 };
    const refusedAt = (nowMs: number) =>
      onRefused(slow, { sentAtMs: nowMs - 1, nowMs, acceptedRps: null, asksToSlowDown: false }).state.rps;
    expect(refusedAt(39_000)).toBeCloseTo(0.425);
    expect(refusedAt(41_000)).toBeCloseTo(0.485);
  });

  it("falls to just below what the provider accepted, and never by more than half at once", () => {
    const refused = (acceptedRps: number) =>
      onRefused(pressed, { sentAtMs: 1, nowMs: 2, acceptedRps, asksToSlowDown: false }).state.rps;
    expect(refused(40)).toBeCloseTo(38.8);
    expect(refused(5)).toBe(25);
    expect(refused(80)).toBeCloseTo(47.5);
  });

  it("grows only while it is saturated", () => {
    const { state } = onRefused(adaptiveRate(50), { sentAtMs: 1, nowMs: 2, acceptedRps: null, asksToSlowDown: false });
    expect(onSecond(state, { startedRps: 3, waiting: true }).change).toBeNull();
    expect(onSecond(state, { startedRps: state.rps, waiting: false }).change).toBeNull();
    expect(onSecond(state, busy(state)).state.rps).toBeGreaterThan(state.rps);
  });

  it("finds its way back to the configured rate when the provider has recovered", () => {
    let { state } = onRefused(adaptiveRate(50), { sentAtMs: 1, nowMs: 2, acceptedRps: 10, asksToSlowDown: false });
    let seconds = 0;
    while (state.rps < 50 && seconds < 200) {
      state = onSecond(state, busy(state)).state;
      seconds += 1;
    }
    expect(state.rps).toBe(50);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  it("keeps to the limit that the headers tell, and follows it up again", () => {
    const low = onLearned(adaptiveRate(100), 25);
    expect(low.state.rps).toBe(25);
    expect(onSecond(low.state, busy(low.state)).change).toBeNull();
    expect(onLearned(low.state, 60).state.rps).toBe(60);
    expect(onLearned(low.state, null).state.rps).toBe(100);
    expect(onLearned(low.state, 0).change).toBeNull();
  });

  it("tries more than a learned limit after a busy minute without a refusal, for headers may be wrong", () => {
    let { state } = onLearned(adaptiveRate(100), 10);
    const rates: number[] = [];
    for (let second = 0; second < 130; second += 1) {
      state = onSecond(state, busy(state)).state;
      rates.push(state.rps);
    }
    expect(rates.slice(0, 59).every((rps) => rps === 10)).toBe(true);
    expect(rates[59]).toBe(12.5);
    expect(rates.at(-1)).toBe(100);
  });

  it("goes back to the learned limit when it was right, and tries again half as often each time", () => {
    let { state } = onLearned(adaptiveRate(100), 10);
    const tries: number[] = [];
    for (let second = 1; second <= 600; second += 1) {
      const step = onSecond(state, busy(state));
      state = step.state;
      if (state.rps <= 10) continue;
      tries.push(second);
      state = onRefused(state, {
        sentAtMs: second * 1000 + 1,
        nowMs: second * 1000 + 2,
        acceptedRps: 10,
        asksToSlowDown: false,
      }).state;
      expect(state.rps).toBeLessThan(10);
    }
    expect(tries.length).toBeGreaterThanOrEqual(3);
    const gaps = tries.map((at, i) => at - (tries[i - 1] ?? 0));
    for (let i = 1; i < gaps.length; i += 1) expect(gaps[i]).toBeGreaterThan((gaps[i - 1] ?? 0) * 1.5);
  });

  it("an idle pool tries nothing", () => {
    let { state } = onLearned(adaptiveRate(100), 10);
    for (let second = 0; second < 300; second += 1) state = onSecond(state, { startedRps: 10, waiting: false }).state;
    expect(state.rps).toBe(10);
  });

  it("a rate that somebody configures holds at once", () => {
    const { state } = onRefused(adaptiveRate(50), { sentAtMs: 1, nowMs: 2, acceptedRps: null, asksToSlowDown: false });
    expect(onConfigured(state, 8).state.rps).toBe(8);
    expect(onConfigured(state, 80).state.rps).toBe(80);
  });

  it("never exceeds what is configured nor what is learned, and never stops, whatever happens", () => {
    const event = fc.oneof(
      fc.record({
        kind: fc.constant("refused" as const),
        acceptedRps: fc.option(fc.double({ min: 0, max: 2000, noNaN: true })),
      }),
      fc.record({ kind: fc.constant("second" as const) }),
      fc.record({
        kind: fc.constant("learned" as const),
        rps: fc.option(fc.double({ min: 0.01, max: 500, noNaN: true })),
      }),
      fc.record({ kind: fc.constant("configured" as const), rps: fc.double({ min: 0.01, max: 500, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 100 }), (events) => {
        let state = adaptiveRate(100);
        events.forEach((e, i) => {
          const step: AdaptiveStep =
            e.kind === "refused"
              ? onRefused(state, { sentAtMs: i, nowMs: i + 0.5, acceptedRps: e.acceptedRps, asksToSlowDown: false })
              : e.kind === "second"
                ? onSecond(state, busy(state))
                : e.kind === "learned"
                  ? onLearned(state, e.rps)
                  : onConfigured(state, e.rps);
          expect(step.change === null).toBe(step.state.rps === state.rps);
          state = step.state;
          expect(state.rps).toBeLessThanOrEqual(state.configuredRps);
          expect(state.rps).toBeLessThanOrEqual(Math.max(0.01, state.trustedRps ?? Number.POSITIVE_INFINITY));
          expect(state.rps).toBeGreaterThan(0);
        });
      }),
    );
  });
});
