import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refillSlackMs, startSlackMs } from "@/lib/core/limits/refill-slack";

describe("the distance kept from a provider's bucket", () => {
  it.each([
    { requestsPerSecond: 0.5, burst: 1, slackMs: 10 },
    { requestsPerSecond: 0.01, burst: 1, slackMs: 25 },
    { requestsPerSecond: 20, burst: 1, slackMs: 0.25 },
    { requestsPerSecond: 50, burst: 1, slackMs: 0 },
    { requestsPerSecond: 500, burst: 1, slackMs: 0 },
    { requestsPerSecond: 50, burst: 10, slackMs: 20 },
    { requestsPerSecond: 5, burst: 10, slackMs: 25 },
  ])("is $slackMs ms at $requestsPerSecond a second, burst $burst", ({ slackMs, ...pace }) => {
    expect(refillSlackMs(pace)).toBeCloseTo(slackMs, 9);
  });

  it("never costs a burst of 1 more than half a percent of the rate", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1000, noNaN: true }), (requestsPerSecond) => {
        const intervalMs = 1000 / requestsPerSecond;
        expect(refillSlackMs({ requestsPerSecond, burst: 1 }) / intervalMs).toBeLessThanOrEqual(0.005 + 1e-12);
      }),
    );
  });

  it("is longer for the first request in a while, which opens a connection", () => {
    const pace = { requestsPerSecond: 50, burst: 10 };
    expect(startSlackMs(pace, 4000)).toBe(20);
    expect(startSlackMs(pace, 5001)).toBe(50);
    expect(startSlackMs({ requestsPerSecond: 0.1, burst: 1 }, 20_000)).toBe(25);
    expect(startSlackMs(pace, Number.POSITIVE_INFINITY)).toBe(50);
  });
});
