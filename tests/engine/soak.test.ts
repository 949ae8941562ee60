import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { z } from "zod";
import { simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import { createModelProvider } from "@/lib/providers/create-provider";
import { SimulatorRegistry } from "@/lib/providers/simulated/simulator-registry";
import { liveHeapBytes } from "@/tests/support/collect-garbage";
import { engineRig } from "@/tests/support/engine-rig";
import { SoakDriver } from "@/tests/support/soak-driver";
import { useVirtualTime, virtualClock } from "@/tests/support/virtual-time";

const MINUTES = 30;
const MINUTES_BETWEEN_LOOKS = 5;
/** By then everything that is kept up to a number (events of fifty runs, histories, minutes of meters) is full. */
const LOOKS_TO_FILL = 3;
/** What the live heap may differ by from one look to another. A leak of 250 bytes an attempt is more. */
const HEAP_NOISE_BYTES = 0.6 * 2 ** 20;

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const FAULTS = { error500: 0.03, error503: 0.01, error529: 0.01, reset: 0.02, timeout: 0.005 };
const LIMITS = {
  burst: 4,
  concurrency: 8,
  adaptive: true,
  requestTimeoutMs: 5000,
  retry: { attempts: 6, baseDelayMs: 200, maxDelayMs: 4000 },
};

/** What an engine holds when nothing is left to do. */
interface AtRest {
  readonly timers: number;
  readonly heapBytes: number;
  readonly processListeners: number;
}

it(`${MINUTES} minutes under load, with faults, cooldowns, edits, pauses and cancels, leave nothing behind`, async () => {
  const simulators = new SimulatorRegistry(virtualClock);
  const simulated = (id: string, settings: z.input<typeof simulatedSettingsSchema>) => {
    const connection = { id, kind: "simulated" as const, baseUrl: null, apiKey: null };
    return createModelProvider(
      { ...connection, simulated: simulatedSettingsSchema.parse(settings) },
      { clock: virtualClock, simulators },
    );
  };
  // One tells its limits, and the other nothing; both are slower than what is configured.
  const told = simulated("prov_1", { limits: { requestsPerSecond: 2, burst: 3 }, faults: FAULTS });
  const mute = simulated("prov_2", {
    limits: { requestsPerSecond: 1.7, burst: 3 },
    faults: FAULTS,
    dialect: "none",
    retryAfter: "none",
  });
  const second = { provider: mute, limits: { ...LIMITS, requestsPerSecond: 2.2 } };
  const rig = engineRig(told, { ...LIMITS, requestsPerSecond: 2.6 }, virtualClock, second);
  const driver = new SoakDriver(rig, rig.pools);
  await rig.supervisor().start();
  const atRest: AtRest[] = [];
  const busiest: number[] = [];
  let requests = 0;
  for (let minute = 0; minute < MINUTES; minute += MINUTES_BETWEEN_LOOKS) {
    let most = 0;
    for (let second = 0; second < MINUTES_BETWEEN_LOOKS * 60; second += 1) {
      await driver.busySecond();
      most = Math.max(most, vi.getTimerCount());
    }
    busiest.push(most);
    await driver.comeToRest();
    for (const id of ["prov_1", "prov_2"]) {
      requests += simulators.stats(id)?.requests ?? 0;
      // What the stand-ins for provider and database keep is not the engine's.
      simulators.reset(id);
    }
    rig.poolStates.entries.clear();
    expect(driver.tally.attempts, "attempts on record are the requests that the providers saw").toBe(requests);
    const processListeners = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
    atRest.push({ timers: vi.getTimerCount(), heapBytes: await liveHeapBytes(), processListeners });
  }
  for (const outcome of [
    "rate-limited (requests)",
    "overloaded",
    "transient (5xx)",
    "transient (network)",
    "transient (timeout)",
  ])
    expect(driver.tally.outcomes.get(outcome), outcome).toBeGreaterThan(0);
  for (const act of ["pause", "cancel", "requeue", "edit of a pool", "edit of a run"])
    expect(driver.tally.acts.get(act), act).toBeGreaterThan(0);

  expect(
    atRest.map(({ timers }) => timers),
    "only the engine's own beat",
  ).toEqual(atRest.map(() => 1));
  expect(Math.max(...busiest)).toBeLessThanOrEqual(2 * (busiest[0] ?? 0));
  expect(new Set(atRest.map(({ processListeners }) => processListeners)).size).toBe(1);
  const heaps = atRest.slice(LOOKS_TO_FILL - 1).map(({ heapBytes }) => heapBytes);
  const grewBytes = Math.max(...heaps) - (heaps[0] ?? 0);
  expect(grewBytes, `live heap at each look: ${atRest.map(({ heapBytes }) => heapBytes)}`).toBeLessThan(
    HEAP_NOISE_BYTES,
  );
  await rig.supervisor().stop(0);
  expect(vi.getTimerCount()).toBe(0);
}, 300_000);
