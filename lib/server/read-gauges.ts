import { RUN_STATES, type RunState } from "@/lib/core/runs/run-state";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { RunSupervisor } from "@/lib/engine/run-supervisor";
import type { Stores } from "@/lib/persistence/open-stores";
import { LOCAL_OWNER } from "@/lib/services/seed-workspace";
import type { TelemetryGauges } from "./telemetry-gauges";

/** Runs whose cases still wait for their turn. */
const WITH_QUEUE: readonly RunState[] = ["queued", "running", "interrupted"];

/** What a scrape reads of the engine and the stores. */
export function readGauges(stores: Stores, supervisor: RunSupervisor, eventStreams: () => number): TelemetryGauges {
  const { workspaceId } = LOCAL_OWNER;
  const queuedOf = (run: RunRecord) => {
    const live = supervisor.live(run.id);
    const { done } = live?.summary ?? run.summary;
    const { calling = 0, waitingForPermit = 0, waitingForSlot = 0, backingOff = 0 } = live?.active ?? {};
    return Math.max(0, run.totalCases - done - calling - waitingForPermit - waitingForSlot - backingOff);
  };
  return {
    eventStreams,
    runsEngine: () => supervisor.runsEngine,
    async runsByState() {
      const counts = await stores.runs.countByState(workspaceId);
      return Object.fromEntries(RUN_STATES.map((state) => [state, counts.get(state) ?? 0]));
    },
    async providers() {
      const providers = await stores.providers.list(workspaceId);
      return providers.map(({ id, name, kind }) => ({ id, name, kind }));
    },
    async pools() {
      const [pools, runs] = await Promise.all([stores.pools.list(workspaceId), stores.runs.inStates(WITH_QUEUE)]);
      return pools.flatMap((pool) => {
        const live = supervisor.livePool(pool.id);
        if (live === null) return [];
        const queued = runs.filter((run) => run.poolId === pool.id).reduce((sum, run) => sum + queuedOf(run), 0);
        const { inFlight, waiting, permits, requestsToday, cooldownUntil, cooldowns, pace, learned } = live;
        return [
          {
            target: { provider: pool.providerId, model: pool.model },
            inFlight,
            waiting,
            queued,
            permits,
            requestsPerSecond: pace.requestsPerSecond,
            configuredRequestsPerSecond: pool.limits.requestsPerSecond,
            requestsToday,
            cooldownLeftMs: cooldownUntil === null ? 0 : Math.max(0, cooldownUntil - Date.now()),
            cooldowns,
            reported: learned?.known ?? {},
          },
        ];
      });
    },
  };
}
