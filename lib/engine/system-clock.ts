import type { Clock } from "@/lib/core/clock";

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
};
