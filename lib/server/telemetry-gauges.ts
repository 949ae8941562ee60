import { Counter, Gauge, type Registry } from "prom-client";
import type { KnownLimits } from "@/lib/core/limits/learned-limits";
import type { TargetLabels } from "./bounded-targets";

/** One pool at the moment of a scrape. */
export interface PoolGauges {
  /** `model` is the pool's pattern. */
  readonly target: TargetLabels;
  readonly inFlight: number;
  readonly waiting: number;
  /** Cases of running and queued runs that no slot has taken up yet. */
  readonly queued: number;
  readonly permits: number;
  readonly requestsPerSecond: number;
  readonly configuredRequestsPerSecond: number;
  readonly requestsToday: number;
  /** 0 while nothing cools down. */
  readonly cooldownLeftMs: number;
  readonly cooldowns: { readonly count: number; readonly totalMs: number };
  readonly reported: KnownLimits;
}

/** What is read at each scrape. */
export interface TelemetryGauges {
  /** Every state, also those that no run is in. */
  runsByState(): Promise<Readonly<Record<string, number>>>;
  pools(): Promise<readonly PoolGauges[]>;
  providers(): Promise<readonly { readonly id: string; readonly name: string; readonly kind: string }[]>;
  eventStreams(): number;
  /** Whether this process is the one that runs the engine. */
  runsEngine(): boolean;
}

type PoolFigure = readonly [name: string, help: string, read: (pool: PoolGauges) => number];

const POOL_FIGURES: readonly PoolFigure[] = [
  ["in_flight", "Requests in flight.", (pool) => pool.inFlight],
  ["waiting", "Attempts waiting for a slot or a permit.", (pool) => pool.waiting],
  ["queue_depth", "Cases of its runs that no slot has taken up yet.", (pool) => pool.queued],
  ["permits", "Permits left in the bucket.", (pool) => pool.permits],
  ["rate", "Requests per second in force.", (pool) => pool.requestsPerSecond],
  ["rate_configured", "Requests per second configured.", (pool) => pool.configuredRequestsPerSecond],
  ["requests_today", "Requests started since midnight UTC.", (pool) => pool.requestsToday],
  ["cooling_down", "1 while the provider asked to wait.", (pool) => (pool.cooldownLeftMs > 0 ? 1 : 0)],
  ["cooldown_seconds", "What is left of that wait.", (pool) => pool.cooldownLeftMs / 1000],
];
/** Counted by the pool itself. */
const POOL_TOTALS: readonly PoolFigure[] = [
  ["cooldowns_total", "Times that the provider asked to wait.", (pool) => pool.cooldowns.count],
  ["cooldowns_seconds_total", "Time for which it asked.", (pool) => pool.cooldowns.totalMs / 1000],
];

/**
 * Registers the gauges. What it returns brings them up to date, with one question each to the database: call it before
 * each scrape. Where the database is away, what it knows is left out, and the rest told.
 */
export function registerGauges(registry: Registry, gauges: TelemetryGauges): () => Promise<void> {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name: `evalpace_${name}`, help, labelNames: [...labelNames], registers: [registry] });
  const runs = gauge("runs", "Runs by state.", ["state"]);
  const names = gauge("provider_info", "1, with the provider's name and kind.", ["provider", "name", "kind"]);
  const active = gauge("engine_active", "1 in the process that runs the engine, 0 in one that stands by.");
  const streams = gauge("event_streams", "Browsers that watch a run now.");
  const storeUp = gauge("store_up", "1 while the database answers.");
  const showPools = poolGauges(registry);
  return async () => {
    active.set(gauges.runsEngine() ? 1 : 0);
    streams.set(gauges.eventStreams());
    runs.reset();
    names.reset();
    showPools([]);
    try {
      const [states, providers, pools] = await Promise.all([gauges.runsByState(), gauges.providers(), gauges.pools()]);
      for (const [state, count] of Object.entries(states)) runs.set({ state }, count);
      for (const { id, name, kind } of providers) names.set({ provider: id, name, kind }, 1);
      showPools(pools);
      storeUp.set(1);
    } catch {
      // That is what this gauge tells; whoever asks the database for something else is told the reason.
      storeUp.set(0);
    }
  };
}

/** The gauges of pools; what it returns shows those given, and no others. */
function poolGauges(registry: Registry): (pools: readonly PoolGauges[]) => void {
  const registers = [registry];
  const target = ["provider", "model"] as const;
  const figures = POOL_FIGURES.map(([name, help, read]) => ({
    read,
    gauge: new Gauge({ name: `evalpace_pool_${name}`, help, labelNames: target, registers }),
  }));
  const totals = POOL_TOTALS.map(([name, help, read]) => ({
    read,
    counter: new Counter({ name: `evalpace_pool_${name}`, help, labelNames: target, registers }),
  }));
  const reported = (["limit", "remaining"] as const).map((what) => ({
    what,
    gauge: new Gauge({
      name: `evalpace_pool_reported_${what}`,
      help: `The provider's ${what} as its headers told it last.`,
      labelNames: [...target, "dimension"],
      registers,
    }),
  }));
  return (pools) => {
    for (const { gauge } of [...figures, ...reported]) gauge.reset();
    for (const { counter } of totals) counter.reset();
    for (const pool of pools) {
      for (const { gauge, read } of figures) gauge.set({ ...pool.target }, read(pool));
      for (const { counter, read } of totals) counter.inc({ ...pool.target }, read(pool));
      for (const [dimension, told] of Object.entries(pool.reported)) {
        for (const { what, gauge } of reported) {
          const value = told[what];
          if (value !== null) gauge.set({ ...pool.target, dimension }, value);
        }
      }
    }
  };
}
