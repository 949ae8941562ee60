import type { Clock } from "@/lib/core/clock";
import {
  type AdaptiveRate,
  type AdaptiveStep,
  adaptiveRate,
  onConfigured,
  onLearned,
  onRefused,
  onRefusedAtCeiling,
  onSecond,
  type RateChange,
} from "@/lib/core/limits/adaptive-rate";
import type { Limits } from "@/lib/core/limits/limits";
import type { ModelCallResult } from "@/lib/providers/provider";
import type { PoolState } from "./ports/pool-records";

/** Over so long it is counted what the provider accepts; before, a saved-up burst would be taken for its rate. */
const ACCEPTED_WINDOW_MS = 3000;

export interface PaceChange extends RateChange {
  /** Epoch ms. */
  readonly at: number;
}

/** What headers tell of the limit, requests per second; null where they tell none. */
export interface ToldRate {
  readonly requestsPerSecond: number | null;
  /** The same while so little is left that it matters, null while there is plenty. */
  readonly requestsPerSecondWhereLow: number | null;
}

/**
 * The rate of a pool: what it saw goes into the reducer of core, what comes out goes into the gate. One that does not adapt
 * keeps to what is configured, except while the provider's headers say that hardly anything is left: then it goes at the
 * provider's rate, instead of drawing refusals.
 */
export class PoolPace {
  readonly #clock: Clock;
  readonly #onChange: (change: PaceChange) => void;
  /** Monotonic ms at which requests were answered other than by a refusal. */
  #accepted: number[] = [];
  #busySinceMs: number | null = null;
  #state: AdaptiveRate;
  #adaptive: boolean;
  #lastChange: PaceChange | null = null;

  /**
   * `kept`: the rate that an earlier process had come to, and what headers told it lately. That is believed until the first
   * response tells anew, so that a run does not begin with a refusal.
   */
  constructor(
    limits: Limits,
    clock: Clock,
    onChange: (change: PaceChange) => void,
    kept: { readonly rate: PoolState["rate"]; readonly toldRps: number | null } = { rate: null, toldRps: null },
  ) {
    this.#clock = clock;
    this.#onChange = onChange;
    this.#adaptive = limits.adaptive;
    const { state, change } = onLearned(adaptiveRate(limits.requestsPerSecond), kept.toldRps);
    this.#state = state;
    if (change !== null) this.#lastChange = { ...change, at: clock.now() };
    if (!limits.adaptive || kept.rate === null) return;
    const rps = Math.min(this.rps, kept.rate.rps);
    this.#state = { ...this.#state, rps, wallRps: kept.rate.wallRps };
  }

  get rps(): number {
    return this.#state.rps;
  }
  get lastChange(): PaceChange | null {
    return this.#lastChange;
  }
  /** What is worth keeping beyond the process. */
  get kept(): PoolState["rate"] {
    return this.#adaptive ? { rps: this.#state.rps, wallRps: this.#state.wallRps } : null;
  }

  configure(limits: Limits): void {
    const oldRps = this.rps;
    this.#adaptive = limits.adaptive;
    this.#state = limits.adaptive
      ? onConfigured(this.#state, limits.requestsPerSecond).state
      : onLearned(adaptiveRate(limits.requestsPerSecond), this.#state.learnedRps).state;
    if (this.rps !== oldRps) this.#changed({ oldRps, newRps: this.rps, why: "configured" });
  }

  /** `sentAtMs`: monotonic. */
  note(result: ModelCallResult, sentAtMs: number, told: ToldRate): void {
    const nowMs = this.#clock.monotonicMs();
    const { fate } = result;
    const { requestsPerSecond } = told;
    if (!this.#adaptive) this.#step(onLearned(this.#state, told.requestsPerSecondWhereLow));
    else if (requestsPerSecond !== null) this.#step(onLearned(this.#state, requestsPerSecond));
    if (fate.outcome === "slow-down" || (fate.outcome === "rate-limited" && paceDimension(fate.dimension))) {
      const asksToSlowDown = fate.outcome === "slow-down";
      const refusal = { sentAtMs, nowMs, acceptedRps: this.#acceptedRps(nowMs), asksToSlowDown };
      this.#step(this.#adaptive ? onRefused(this.#state, refusal) : onRefusedAtCeiling(this.#state));
    } else if (fate.outcome !== "rate-limited" && result.status !== null) {
      this.#accepted.push(nowMs);
    }
  }

  /** Once a second. */
  second(startedLastSecond: number, waiting: boolean): void {
    const nowMs = this.#clock.monotonicMs();
    this.#accepted = this.#accepted.filter((at) => at > nowMs - ACCEPTED_WINDOW_MS);
    if (!waiting) this.#busySinceMs = null;
    else this.#busySinceMs ??= nowMs;
    this.#step(onSecond(this.#state, { startedRps: startedLastSecond, waiting }));
  }

  #acceptedRps(nowMs: number): number | null {
    // The first seconds of a busy stretch hold the burst that was saved up, on both sides.
    if (this.#busySinceMs === null || nowMs - this.#busySinceMs < 2 * ACCEPTED_WINDOW_MS) return null;
    const recent = this.#accepted.filter((at) => at > nowMs - ACCEPTED_WINDOW_MS).length;
    return (recent * 1000) / ACCEPTED_WINDOW_MS;
  }

  #step({ state, change }: AdaptiveStep): void {
    this.#state = state;
    if (change !== null) this.#changed(change);
  }

  #changed(change: RateChange): void {
    this.#lastChange = { ...change, at: this.#clock.now() };
    this.#onChange(this.#lastChange);
  }
}

/** A day's quota or the token budget says nothing of requests per second. */
function paceDimension(dimension: "requests" | "tokens" | "day" | "unknown"): boolean {
  return dimension === "requests" || dimension === "unknown";
}
