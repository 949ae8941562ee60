import { vi } from "vitest";
import type { z } from "zod";
import { type LimitsInput, limitsSchema } from "@/lib/core/limits/limits";
import { totalAttempts } from "@/lib/core/metrics/fold-summary";
import { simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import { createModelProvider } from "@/lib/providers/create-provider";
import { SimulatorRegistry } from "@/lib/providers/simulated/simulator-registry";
import { engineRig } from "./engine-rig";
import { virtualClock } from "./virtual-time";

export interface ScenarioResult {
  readonly wallMs: number;
  readonly refusedPer100: number;
  readonly lost: number;
  readonly requests: number;
  readonly state: string;
  readonly stopReason: string | null;
}

/** Runs `n` cases against the strict simulated provider, through the real adapters, in virtual time. */
export async function virtualScenario(spec: {
  n: number;
  limits: LimitsInput;
  simulated: z.input<typeof simulatedSettingsSchema>;
}): Promise<ScenarioResult> {
  const simulators = new SimulatorRegistry(virtualClock);
  const connection = {
    id: "prov_1",
    kind: "simulated" as const,
    baseUrl: null,
    apiKey: null,
    simulated: simulatedSettingsSchema.parse(spec.simulated),
  };
  const provider = createModelProvider(connection, { clock: virtualClock, simulators });
  const rig = engineRig(provider, limitsSchema.parse(spec.limits));
  rig.addRun("a", spec.n);
  await rig.supervisor().start();
  for (let spent = 0; spent < 3_600_000; spent += 100) {
    await vi.advanceTimersByTimeAsync(100);
    if (["finished", "paused"].includes(rig.store.record("a").state)) break;
  }
  const run = rig.store.record("a");
  const attempts = rig.store.attempts("a");
  const first = Math.min(...attempts.map((a) => a.startedAt));
  const last = Math.max(...attempts.map((a) => a.startedAt + a.providerLatencyMs));
  return {
    wallMs: last - first,
    refusedPer100: (run.summary.attempts.rateLimited * 100) / spec.n,
    lost: run.summary.notScored + (run.state === "finished" ? spec.n - run.summary.done : 0),
    requests: totalAttempts(run.summary),
    state: run.state,
    stopReason: run.stopReason?.code ?? null,
  };
}
