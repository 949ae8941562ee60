import { vi } from "vitest";
import type { DayCount } from "@/lib/core/limits/day-quota";
import { type LimitsInput, limitsSchema } from "@/lib/core/limits/limits";
import { DEFAULT_AUTO_PAUSE } from "@/lib/core/runs/auto-pause-rules";
import type { ModelParams } from "@/lib/core/runs/model-params";
import { createEventBus } from "@/lib/engine/event-bus";
import type { EngineDayCountStore, PoolRecord } from "@/lib/engine/ports/pool-records";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import { RunSupervisor } from "@/lib/engine/run-supervisor";
import type { ModelProvider } from "@/lib/providers/provider";
import { countByLength } from "./count-by-length";
import { MemoryPoolStates } from "./memory-pool-states";
import { MemoryRunStore } from "./memory-run-store";
import { virtualClock } from "./virtual-time";

export const QUIET_LOGGER = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const EXACT: RunRecord["config"]["evaluators"] = [{ type: "exact", ignoreCase: false, trim: true }];
const QUIET_TELEMETRY = { attemptEnded: () => {}, caseEnded: () => {} };

const poolRecord = (n: string, limits: LimitsInput) => ({
  id: `pool_${n}`,
  providerId: `prov_${n}`,
  model: "*",
  limits: limitsSchema.parse(limits),
  revision: 1,
  origin: "custom",
});

/**
 * A supervisor over a store in memory, one pool and one scripted provider, for virtual time; with `judge`, a second
 * provider `prov_2` with the pool `pool_2`.
 */
export function engineRig(
  provider: ModelProvider,
  poolLimits: LimitsInput,
  clock = virtualClock,
  judge?: { readonly provider: ModelProvider; readonly limits: LimitsInput },
) {
  const store = new MemoryRunStore();
  const pool = poolRecord("1", poolLimits);
  const pools: PoolRecord[] = judge === undefined ? [pool] : [pool, poolRecord("2", judge.limits)];
  const providers = new Map([
    [pool.providerId, provider],
    ...(judge === undefined ? [] : [["prov_2", judge.provider] as const]),
  ]);
  const days = new Map<string, DayCount>();
  const dayCounts: EngineDayCountStore = {
    load: (ownerId) => Promise.resolve(days.get(ownerId) ?? null),
    save: (ownerId, count) => Promise.resolve(void days.set(ownerId, count)),
  };
  const poolStates = new MemoryPoolStates();
  const bus = createEventBus("epoch");
  const newSupervisor = () =>
    new RunSupervisor({
      runs: store,
      dayCounts,
      poolStates,
      pools: {
        get: (id) => Promise.resolve(pools.find((each) => each.id === id) ?? null),
        forModel: (id) => Promise.resolve(pools.find((each) => each.providerId === id) ?? null),
      },
      providers: {
        find: (id) => Promise.resolve(providers.get(id) ?? null),
        nameOf: (id) => Promise.resolve(`name of ${id}`),
      },
      bus,
      clock,
      random: () => 0.5,
      logger: QUIET_LOGGER,
      telemetry: QUIET_TELEMETRY,
      countTokens: countByLength,
      precision: "coarse",
    });
  let supervisor = newSupervisor();

  /** Stores a queued run of n cases whose prompts are their numbers, or what `textOf` makes of them. */
  const addRun = (
    id: string,
    n: number,
    own?: LimitsInput,
    evaluators = EXACT,
    {
      textOf = (ord: number) => `${id}:${ord}`,
      params = {},
      autoPause = DEFAULT_AUTO_PAUSE,
      at = pool,
      tryFirst = null,
    }: {
      textOf?: (ord: number) => string;
      params?: ModelParams;
      autoPause?: RunRecord["autoPause"];
      at?: PoolRecord;
      tryFirst?: number | null;
    } = {},
  ): RunRecord => {
    store.add(
      {
        id,
        workspaceId: "ws",
        name: id,
        state: "queued",
        createdAt: Date.now(),
        createdBy: "tester",
        startedAt: null,
        finishedAt: null,
        activeMs: 0,
        providerId: at.providerId,
        poolId: at.id,
        config: {
          datasetId: "data",
          target: { providerId: at.providerId, model: "m", prompt: "{{x}}", params },
          evaluators: [...evaluators],
          sample: { kind: "all" },
        },
        limits: own === undefined ? at.limits : limitsSchema.parse(own),
        limitsScope: own === undefined ? "pool" : "run",
        limitsRevision: 1,
        preset: null,
        presetEdited: false,
        priority: "normal",
        autoPause,
        stopReason: null,
        note: null,
        tryFirst,
        groupId: null,
      },
      Array.from({ length: n }, (_, ord) => ({
        ord,
        id: `case-${ord}`,
        vars: { x: textOf(ord) },
        expected: textOf(ord),
      })),
    );
    return store.record(id);
  };
  const until = async (runId: string, state: string, mostMs = 600_000) => {
    for (let spent = 0; spent < mostMs && store.record(runId).state !== state; spent += 100) {
      await vi.advanceTimersByTimeAsync(100);
    }
    return store.record(runId);
  };
  return {
    store,
    poolStates,
    bus,
    pool,
    pools,
    /** What the store holds of a pool from now on. */
    setPool: (record: PoolRecord) => {
      const at = pools.findIndex(({ id }) => id === record.id);
      pools[at] = record;
    },
    /** A provider that is removed while the run rests. */
    removeProvider: (id: string) => providers.delete(id),
    addRun,
    until,
    supervisor: () => supervisor,
    /** What a new process finds after the old one died without a word. */
    restart: () => {
      supervisor = newSupervisor();
      return supervisor;
    },
  };
}
