import { vi } from "vitest";
import type { Clock } from "@/lib/core/clock";

/** The clock of code under fake timers: both readings follow virtual time. */
export const virtualClock: Clock = { now: () => Date.now(), monotonicMs: () => performance.now() };

/** A clock of virtual time whose wall time can be set ahead or back, while the monotonic one only passes. */
export function steppingClock(): { readonly clock: Clock; step(ms: number): void } {
  let steppedMs = 0;
  return {
    clock: { now: () => Date.now() + steppedMs, monotonicMs: () => performance.now() },
    step: (ms) => {
      steppedMs += ms;
    },
  };
}

/** Everything that tells or spends time is virtual, so that the real Bottleneck runs hours in milliseconds. */
export function useVirtualTime(startMs = Date.UTC(2026, 0, 1)): void {
  vi.useFakeTimers({
    now: startMs,
    toFake: [
      "setTimeout",
      "clearTimeout",
      "setInterval",
      "clearInterval",
      "setImmediate",
      "clearImmediate",
      "Date",
      "performance",
    ],
  });
}
