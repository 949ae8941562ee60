import { vi } from "vitest";
import type { z } from "zod";
import { type LimitsInput, limitsSchema } from "@/lib/core/limits/limits";
import { simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import { createModelProvider } from "@/lib/providers/create-provider";
import { SimulatorRegistry } from "@/lib/providers/simulated/simulator-registry";
import { providerPaceNow } from "@/lib/services/provider-pace";
import { etaNow, type TimeLeft } from "@/lib/services/run-outlook";
import { engineRig } from "./engine-rig";
import { virtualClock } from "./virtual-time";

/** What was told of the time left at a moment of a run, and what it really was. */
export interface ToldMoment {
  readonly atMs: number;
  /** Share of the run's time that was over. */
  readonly over: number;
  readonly told: TimeLeft;
  readonly leftMs: number;
  readonly inCooldown: boolean;
  readonly pace: ReturnType<typeof providerPaceNow>;
}

/** Runs `n` cases against the strict simulated provider in virtual time, and asks for the time left each second. */
export async function timeLeftScenario(spec: {
  n: number;
  limits: LimitsInput;
  simulated: z.input<typeof simulatedSettingsSchema>;
}): Promise<{ readonly state: string; readonly tookMs: number; readonly moments: readonly ToldMoment[] }> {
  const connection = {
    id: "prov_1",
    kind: "simulated" as const,
    baseUrl: null,
    apiKey: null,
    simulated: simulatedSettingsSchema.parse(spec.simulated),
  };
  const provider = createModelProvider(connection, {
    clock: virtualClock,
    simulators: new SimulatorRegistry(virtualClock),
  });
  const rig = engineRig(provider, limitsSchema.parse(spec.limits));
  rig.addRun("a", spec.n);
  const startMs = virtualClock.now();
  await rig.supervisor().start();
  const asked: Omit<ToldMoment, "over" | "leftMs">[] = [];
  while (virtualClock.now() - startMs < 3_600_000 && !["finished", "paused"].includes(rig.store.record("a").state)) {
    await vi.advanceTimersByTimeAsync(1000);
    const live = rig.supervisor().live("a");
    const standing = {
      run: rig.store.record("a"),
      live,
      pool: rig.pool,
      livePool: rig.supervisor().livePool("pool_1"),
    };
    const told = etaNow({ clock: virtualClock }, standing);
    if (told !== null) {
      const atMs = virtualClock.now() - startMs;
      asked.push({ atMs, told, inCooldown: live?.cooldownUntil != null, pace: providerPaceNow(standing) });
    }
  }
  const run = rig.store.record("a");
  const tookMs = (run.finishedAt ?? virtualClock.now()) - startMs;
  const moments = asked.map((each) => ({ ...each, over: each.atMs / tookMs, leftMs: tookMs - each.atMs }));
  return { state: run.state, tookMs, moments };
}
