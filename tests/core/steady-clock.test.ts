import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { steadyClock } from "@/lib/core/steady-clock";

const START = Date.UTC(2026, 0, 1);

/** A clock whose wall time may be told anything, beside a monotonic one that only passes. */
function toldClock() {
  let [wallMs, passedMs] = [START, 0];
  return {
    clock: { now: () => wallMs, monotonicMs: () => passedMs },
    pass: (ms: number) => {
      passedMs += ms;
      wallMs += ms;
    },
    step: (ms: number) => {
      wallMs += ms;
    },
  };
}

describe("a steady clock", () => {
  it("never goes back, and never stands still while time passes, whatever the wall clock does", () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: -4e6, max: 4e6 })));
    fc.assert(
      fc.property(steps, (all) => {
        const { clock, pass, step } = toldClock();
        const steady = steadyClock(clock, null);
        return all.every(([passMs, stepMs]) => {
          const before = steady.now();
          pass(passMs);
          step(stepMs);
          return steady.now() >= before + passMs;
        });
      }),
    );
  });

  it("tells the wall clock's time while that keeps its pace, and follows it ahead", () => {
    const { clock, pass, step } = toldClock();
    const steady = steadyClock(clock, null);
    pass(1500);
    expect(steady.now()).toBe(START + 1500);
    step(3_600_000);
    expect(steady.now()).toBe(START + 3_601_500);
  });

  it("begins where the newest record is that the wall clock was set back behind", () => {
    const { clock, pass } = toldClock();
    const steady = steadyClock(clock, START + 10_000);
    pass(1000);
    expect(steady.now()).toBe(START + 11_000);
    expect(steadyClock(clock, START + 2000).now()).toBe(START + 1000);
  });
});
