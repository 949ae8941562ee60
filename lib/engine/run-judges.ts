import type { Clock } from "@/lib/core/clock";
import { frozenPrice, type RunPricing } from "@/lib/core/pricing/run-pricing";
import type { RunPriority } from "@/lib/core/scheduling/run-priority";
import type { NamedJudge } from "@/lib/core/scoring/evaluate";
import type { CountTokens } from "@/lib/core/tokens/count-tokens";
import type { ModelProvider } from "@/lib/providers/provider";
import { JudgeStation, judgeMember } from "./judge-station";
import type { JudgedPool } from "./judge-ticks";
import type { ModelLine } from "./model-line";
import type { Pool } from "./pool";
import type { PoolMember } from "./pool-member";
import type { LiveRun } from "./ports/live-state";
import { keyOf, type ProviderKey } from "./provider-key";
import type { RunNotes } from "./run-notes";
import type { RunRecorder } from "./run-recorder";
import { JudgeTokens } from "./run-tokens";
import type { Judge } from "./verdict-call";

/** A judge of a run with what the engine needs to call it. */
export interface JudgeParts extends NamedJudge {
  readonly pool: Pool;
  readonly provider: ModelProvider;
  readonly providerName: string;
}

export interface RunJudgesDeps {
  readonly runId: string;
  readonly pricing: RunPricing | undefined;
  /** There the run is a member already. */
  readonly targetPool: Pool;
  readonly countTokens: CountTokens;
  readonly clock: Clock;
  priority(): RunPriority;
  recorder(): RunRecorder;
  notes(): RunNotes;
  readonly onDecided: ModelLine["onDecided"];
}

/** The judges of a run and its places at their pools. */
export class RunJudges {
  readonly judges: readonly Judge[];
  readonly #deps: RunJudgesDeps;
  readonly #stations = new Map<string, JudgeStation>();
  /** The run at pools that are not the target's. */
  readonly #elsewhere: readonly { readonly pool: Pool; readonly member: PoolMember }[];
  readonly #providers = new Map<string, ModelProvider>();

  constructor(parts: readonly JudgeParts[], deps: RunJudgesDeps) {
    this.#deps = deps;
    this.judges = parts.map((part) => this.#judge(part));
    const elsewhere = [...this.#stations.values()].filter(({ pool }) => pool !== deps.targetPool);
    this.#elsewhere = elsewhere.map((station) => ({ pool: station.pool, member: this.#member(station) }));
  }

  /** Questions that wait for their turn at the target's pool; null where no judge uses it. */
  get atTargetPool(): JudgeStation | null {
    return this.#stations.get(this.#deps.targetPool.record.id) ?? null;
  }
  get pools(): JudgedPool[] {
    return [...this.#stations.values()].map(({ pool }) => ({ id: pool.record.id, limits: () => pool.limitsInForce }));
  }
  usesPool(poolId: string): boolean {
    return this.#stations.has(poolId);
  }
  get keys(): ProviderKey[] {
    return [...this.#providers].map(([providerId, provider]) => keyOf(providerId, provider));
  }
  setProvider(providerId: string, provider: ModelProvider): void {
    if (this.#providers.has(providerId)) this.#providers.set(providerId, provider);
  }

  /** Takes its places at the pools of the judges, beside the one that the run has at the target's. */
  join(): void {
    for (const { pool, member } of this.#elsewhere) pool.join(member);
  }
  leave(): void {
    for (const { pool, member } of this.#elsewhere) pool.leave(member);
  }
  dispatch(): void {
    for (const { pool } of this.#elsewhere) pool.dispatch();
  }

  /** Of the questions at a pool: in flight, waiting for their turn or a permit, and sent in the last minute. */
  inFlight(poolId: string): number {
    return this.#deps.recorder().judgeGauge(poolId, "calling");
  }
  waiting(poolId: string): number {
    return (this.#stations.get(poolId)?.waiting ?? 0) + this.#deps.recorder().judgeGauge(poolId, "at-gate");
  }
  startedLastMinute(poolId: string): number {
    const ticks = this.#deps.recorder().recent.ticks.flatMap(({ judges }) => judges ?? []);
    return ticks.reduce((sum, tick) => sum + (tick.poolId === poolId ? tick.started : 0), 0);
  }

  live(): LiveRun["judges"] {
    return this.judges.map(({ name, line, providerName }) => {
      const poolId = line.pool.record.id;
      return {
        name,
        providerName,
        poolId,
        limits: line.pool.limitsInForce,
        inFlight: this.inFlight(poolId),
        waiting: this.waiting(poolId),
        backingOff: this.#deps.recorder().judgeGauge(poolId, "backing-off"),
        cooldownUntil: this.#waitsUntil(line.pool),
      };
    });
  }

  /** Epoch ms until which a pool lets nothing start: it cools down, or its requests of the day are used up. */
  #waitsUntil(pool: Pool): number | null {
    const { dayWaitMs } = pool.gate;
    const day = dayWaitMs > 0 ? this.#deps.clock.now() + dayWaitMs : null;
    const { cooldownUntil } = pool;
    return day === null || cooldownUntil === null ? (day ?? cooldownUntil) : Math.max(day, cooldownUntil);
  }

  #member(station: JudgeStation): PoolMember {
    const { runId, notes, priority } = this.#deps;
    const poolId = station.pool.record.id;
    return judgeMember(station, {
      runId,
      get priority() {
        return priority();
      },
      inFlight: () => this.inFlight(poolId),
      waiting: () => this.waiting(poolId),
      startedLastMinute: () => this.startedLastMinute(poolId),
      onCooldown: (forMs, reason) => notes().judgeCoolingDown(poolId, forMs, reason),
      onPace: (change) => notes().judgePaceChanged(poolId, change),
    });
  }

  #judge({ name, config, pool, provider, providerName }: JudgeParts): Judge {
    const { providerId, model, params } = config;
    const { pricing, onDecided, countTokens } = this.#deps;
    const poolId = pool.record.id;
    this.#providers.set(providerId, provider);
    const station = this.#stations.get(poolId) ?? new JudgeStation(pool);
    this.#stations.set(poolId, station);
    const recorder = () => this.#deps.recorder();
    const line: ModelLine = {
      providerId,
      model,
      params,
      judge: name,
      pool,
      price: frozenPrice(pricing, config),
      provider: () => this.#providers.get(providerId) ?? provider,
      limits: () => pool.limitsInForce,
      front: () => null,
      gateLimits: () => [pool.gate.limits],
      onSent: () => recorder().judgeSent(poolId),
      onEnded: (attempt) => recorder().judgeEnded(poolId, attempt),
      onDecided,
    };
    const tokens = new JudgeTokens(countTokens, pool.usageOf(model), params.maxOutputTokens ?? null);
    return {
      name,
      config,
      providerName,
      line,
      station,
      tokens,
      structured: true,
      onNonsense: (caseId, message) => this.#deps.notes().judgeNonsense(name, caseId, message),
    };
  }
}
