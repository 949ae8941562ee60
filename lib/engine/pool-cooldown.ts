import type { Clock } from "@/lib/core/clock";
import type { PoolState } from "./ports/pool-records";

/** A wait from here on parks the pool: it is kept, so that a restart does not knock early. */
const PARKED_MS = 120_000;
/** One that reaches further by less than this is no news. */
const SAME_MS = 250;

/** Until when nothing starts in a pool, why, and how much time has gone that way. */
export class PoolCooldown {
  readonly #clock: Clock;
  /** `untilMs`: monotonic, because the wall clock may step. */
  #last: { untilMs: number; reason: string } | null = null;
  #total = { count: 0, totalMs: 0 };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get total(): { readonly count: number; readonly totalMs: number } {
    return this.#total;
  }
  /** Epoch ms, or null when nothing cools down. */
  get until(): number | null {
    const leftMs = this.#leftMs;
    return leftMs > 0 ? this.#clock.now() + Math.round(leftMs) : null;
  }
  get reason(): string | null {
    return this.#last?.reason ?? null;
  }
  /** What is worth keeping beyond the process. */
  get kept(): PoolState["cooldown"] {
    const leftMs = this.#leftMs;
    if (this.#last === null || leftMs < PARKED_MS) return null;
    return { until: Math.round(this.#clock.now() + leftMs), reason: this.#last.reason };
  }

  get #leftMs(): number {
    return (this.#last?.untilMs ?? Number.NEGATIVE_INFINITY) - this.#clock.monotonicMs();
  }

  /** It is over now: what was left of it counts as no time lost. Returns whether there was one. */
  end(): boolean {
    const leftMs = this.#leftMs;
    if (leftMs <= 0) return false;
    this.#total = { ...this.#total, totalMs: this.#total.totalMs - leftMs };
    this.#last = null;
    return true;
  }

  /** Returns whether it reaches further than the last, so that it is to be told. */
  take(forMs: number, reason: string): boolean {
    const aheadMs = Math.max(0, this.#leftMs);
    if (aheadMs > 0 && forMs <= aheadMs + SAME_MS) return false;
    this.#total = {
      count: this.#total.count + (aheadMs > 0 ? 0 : 1),
      totalMs: this.#total.totalMs + forMs - aheadMs,
    };
    this.#last = { untilMs: this.#clock.monotonicMs() + forMs, reason };
    return true;
  }
}
