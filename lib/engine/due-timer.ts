import type { Clock } from "@/lib/core/clock";

/**
 * How a due time is met. `precise`: within microseconds, by turning the event loop for the last moment (I/O goes on
 * meanwhile, one core is busy). `coarse`: up to about 1 ms late, as timers are.
 */
export type Precision = "precise" | "coarse";

/** Timers fire up to this much late; the last stretch before a precise due time is spent turning the loop. */
const TIMER_SLACK_MS = 1.5;
/** Above 2^31−1 ms a timer would fire at once. */
const TIMER_MAX_MS = 2 ** 30;

/** One timer that is moved about: only the newest due time counts. */
export class DueTimer {
  readonly #clock: Clock;
  readonly #fire: () => void;
  #timer: NodeJS.Timeout | null = null;
  #immediate: NodeJS.Immediate | null = null;
  #dueMs = Number.POSITIVE_INFINITY;
  #precision: Precision = "coarse";

  constructor(clock: Clock, fire: () => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  /** Fires once at `dueMs` (monotonic), never before it. Infinity disarms. */
  arm(dueMs: number, precision: Precision): void {
    if (dueMs === this.#dueMs && precision === this.#precision) return;
    this.disarm();
    if (dueMs === Number.POSITIVE_INFINITY) return;
    this.#dueMs = dueMs;
    this.#precision = precision;
    this.#wait();
  }

  disarm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    this.#timer = null;
    this.#immediate = null;
    this.#dueMs = Number.POSITIVE_INFINITY;
  }

  #wait(): void {
    this.#timer = null;
    this.#immediate = null;
    const leftMs = this.#dueMs - this.#clock.monotonicMs();
    if (leftMs <= 0) {
      this.#dueMs = Number.POSITIVE_INFINITY;
      this.#fire();
      return;
    }
    if (this.#precision === "precise" && leftMs <= TIMER_SLACK_MS) {
      this.#immediate = setImmediate(() => this.#wait());
      return;
    }
    const sleepMs =
      this.#precision === "precise" ? Math.max(1, Math.floor(leftMs - TIMER_SLACK_MS)) : Math.ceil(leftMs);
    this.#timer = setTimeout(() => this.#wait(), Math.min(sleepMs, TIMER_MAX_MS));
  }
}
