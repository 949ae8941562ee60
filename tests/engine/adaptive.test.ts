import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { virtualScenario } from "@/tests/support/virtual-scenario";
import { useVirtualTime } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

type Scenario = Parameters<typeof virtualScenario>[0];
const LIMITS = {
  requestsPerSecond: 50,
  burst: 10,
  concurrency: 32,
  adaptive: true,
  retry: { attempts: 8, baseDelayMs: 250 },
};
const TWICE = { ...LIMITS, requestsPerSecond: 100, burst: 20, concurrency: 64 };
const STRICT = { requestsPerSecond: 50, burst: 10 };
const HALVED = [{ atMs: 5000, limits: { requestsPerSecond: 25, burst: 5 } }];
const fullMs = (490 / 50) * 1000 + 200;
const halvedMs = 5000 + ((500 - 260) / 25) * 1000 + 200;

describe("against a provider that refuses strictly, a run", () => {
  it.each<[string, Scenario, number, number, number]>([
    ["with the right limits", { n: 500, limits: LIMITS, simulated: { limits: STRICT } }, fullMs, 1.03, 1],
    [
      "with 500s and resets",
      { n: 500, limits: LIMITS, simulated: { limits: STRICT, faults: { error500: 0.02, reset: 0.01 } } },
      // The last case that fails is sent again after everything else: one more latency, which the minimum does not hold.
      ((500 * 1.031 - 10) / 50) * 1000 + 200 + 400,
      1.03,
      1,
    ],
    [
      "whose limits halve in the middle, told by headers",
      { n: 500, limits: LIMITS, simulated: { limits: STRICT, schedule: HALVED } },
      halvedMs,
      1.1,
      5,
    ],
    [
      "whose limits halve in the middle, told by nothing",
      { n: 500, limits: LIMITS, simulated: { limits: STRICT, schedule: HALVED, dialect: "none", retryAfter: "none" } },
      halvedMs,
      1.1,
      5,
    ],
    [
      "that sends no headers",
      { n: 500, limits: LIMITS, simulated: { limits: STRICT, dialect: "none", retryAfter: "none" } },
      fullMs,
      1.03,
      1,
    ],
    [
      "that saves up one request less than is configured, and so refuses one at the start",
      { n: 500, limits: LIMITS, simulated: { limits: { ...STRICT, burst: 9 } } },
      fullMs,
      1.03,
      1,
    ],
    [
      "whose other tenants take half of the rate that its headers tell",
      { n: 500, limits: LIMITS, simulated: { limits: { ...STRICT, othersPerSecond: 25 } } },
      (490 / 25) * 1000 + 200,
      1.1,
      5,
    ],
    [
      "at half a request a second",
      {
        n: 20,
        limits: { ...LIMITS, requestsPerSecond: 0.5, burst: 1 },
        simulated: { limits: { requestsPerSecond: 0.5, burst: 1 } },
      },
      19 * 2000 + 200,
      1.03,
      1,
    ],
    ["configured at twice its limit", { n: 500, limits: TWICE, simulated: { limits: STRICT } }, fullMs, 1.1, 5],
    [
      "configured at twice its limit, told by nothing",
      { n: 500, limits: TWICE, simulated: { limits: STRICT, dialect: "none", retryAfter: "none" } },
      fullMs,
      1.1,
      5,
    ],
  ])("%s is nearly as fast as can be, wastes little and loses nothing", async (_, scenario, leastMs, wall, refused) => {
    const result = await virtualScenario(scenario);
    expect(result).toMatchObject({ state: "finished", lost: 0 });
    expect(result.wallMs / leastMs).toBeLessThanOrEqual(wall);
    expect(result.refusedPer100).toBeLessThanOrEqual(refused);
  });

  it("whose quota is used up stops after one round of calls", async () => {
    const result = await virtualScenario({
      n: 500,
      limits: LIMITS,
      simulated: { limits: STRICT, quotaAfterRequests: 0 },
    });
    expect(result).toMatchObject({ state: "paused", stopReason: "quota-exhausted" });
    expect(result.requests).toBeLessThanOrEqual(LIMITS.concurrency);
  });
});
