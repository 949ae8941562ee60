import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ToldMoment, timeLeftScenario } from "@/tests/support/time-left-scenario";
import { useVirtualTime } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

type Scenario = Parameters<typeof timeLeftScenario>[0];
const LIMITS = { requestsPerSecond: 10, burst: 10, concurrency: 16, adaptive: false, retry: { attempts: 8 } };
const HALF = { requestsPerSecond: 5, burst: 10 };
const AMPLE = { requestsPerSecond: 50, burst: 50 };
const silent = { dialect: "none", limits: HALF } as const;
const ASKS = { ...silent, retryAfter: 6 };

/** The share of moments, from a quarter of the run on, for which something holds. */
function share(moments: readonly ToldMoment[], holds: (moment: ToldMoment) => boolean): number {
  const late = moments.filter(({ over }) => over >= 0.25);
  return late.filter(holds).length / late.length;
}

describe("the time left that is told of a run", () => {
  it.each<[string, Scenario]>([
    ["waits 6 s after each refusal", { n: 300, limits: LIMITS, simulated: ASKS }],
    [
      "does so with longer calls",
      {
        n: 300,
        limits: LIMITS,
        simulated: { ...silent, retryAfter: 6, limits: { ...HALF, burst: 5 }, latencyMedianMs: 1200 },
      },
    ],
    ["waits 30 s", { n: 600, limits: LIMITS, simulated: { ...silent, retryAfter: 30 } }],
    ["waits a minute", { n: 400, limits: LIMITS, simulated: { ...silent, retryAfter: 60 } }],
    ["waits as long as we think fit", { n: 600, limits: LIMITS, simulated: { ...silent, retryAfter: "none" } }],
    ["waits until a permit is due", { n: 600, limits: LIMITS, simulated: { ...silent, retryAfter: "due" } }],
    [
      "adapts its rate to the refusals, and waits 6 s",
      { n: 600, limits: { ...LIMITS, adaptive: true }, simulated: ASKS },
    ],
  ])("is true within 35 per cent, in nine moments of ten, where it $0", async (_what, scenario) => {
    const { state, moments } = await timeLeftScenario(scenario);
    expect(state).toBe("finished");
    expect(share(moments, ({ told, leftMs }) => Math.abs(told.ms - leftMs) <= 0.35 * leftMs)).toBeGreaterThan(0.9);
    // The bounds lie about it, and not an hour away.
    const bounded = ({ told, leftMs }: ToldMoment) => told.mostMs <= 2 * leftMs && told.leastMs >= leftMs / 2;
    expect(share(moments, bounded)).toBeGreaterThan(0.9);
    expect(moments.every(({ told }) => told.leastMs <= told.ms && told.ms <= told.mostMs)).toBe(true);
  });

  it("goes by the limit that the provider tells, from the start", async () => {
    const { moments } = await timeLeftScenario({
      n: 300,
      limits: { ...LIMITS, requestsPerSecond: 12, adaptive: true },
      simulated: { dialect: "openai", limits: HALF },
    });
    for (const { atMs, told, leftMs } of moments.filter(({ atMs }) => atMs >= 5000 && atMs <= 50_000)) {
      expect(Math.abs(told.ms / leftMs - 1), `at ${atMs} ms`).toBeLessThan(0.15);
    }
    expect(moments.find(({ atMs }) => atMs === 10_000)?.pace).toMatchObject({ requestsPerSecond: 5, cooldowns: null });
  });

  it("takes a single cooldown for what it is: a wait, and no slower pace", async () => {
    const { moments } = await timeLeftScenario({
      n: 1500,
      limits: LIMITS,
      simulated: {
        ...silent,
        limits: AMPLE,
        retryAfter: 12,
        schedule: [
          { atMs: 60_000, limits: { requestsPerSecond: 1, burst: 1 } },
          { atMs: 60_900, limits: AMPLE },
        ],
      },
    });
    const waits = moments.filter(({ inCooldown }) => inCooldown);
    expect(waits.length).toBeGreaterThan(9);
    const after = moments.filter(({ atMs, leftMs }) => atMs > 62_000 && leftMs > 20_000);
    for (const { told, leftMs } of after) expect(Math.abs(told.ms / leftMs - 1)).toBeLessThan(0.06);
  });

  it("forgets cooldowns within half a minute, once the provider lets all through", async () => {
    const { moments } = await timeLeftScenario({
      n: 1200,
      limits: LIMITS,
      simulated: { ...ASKS, schedule: [{ atMs: 60_000, limits: AMPLE }] },
    });
    const later = moments.filter(({ atMs, leftMs }) => atMs > 95_000 && leftMs > 10_000);
    expect(later.length).toBeGreaterThan(50);
    for (const { told, leftMs } of later) expect(Math.abs(told.ms / leftMs - 1)).toBeLessThan(0.2);
  });

  it("comes with what the provider lets through, and the rate under which it refuses", async () => {
    const { moments } = await timeLeftScenario({ n: 300, limits: LIMITS, simulated: ASKS });
    const cooldowns = moments.find(({ over }) => over >= 0.5)?.pace?.cooldowns;
    expect(cooldowns).toMatchObject({ going: true, drawnAtRps: 10 });
    expect(cooldowns?.okPerSecond).toBeGreaterThan(1.5);
    expect(cooldowns?.okPerSecond).toBeLessThan(5);
  });
});
