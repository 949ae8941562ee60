import type { Clock } from "@/lib/core/clock";
import {
  TokenBudget,
  type TokenCount,
  type TokenDimension,
  type TokenLimits,
  type TokenUsage,
  tokenLimit,
  tokenWeight,
} from "@/lib/core/limits/token-budget";
import { TokenUse } from "./token-use";

/** A hold counts as lasting for so long after it ended: between two calls that wait nothing does for a moment. */
const HOLD_LINGERS_MS = 2000;
/** How much the newest call weighs in the mean of what calls reserve. */
const NEWEST = 0.1;

/** Which limit on tokens keeps calls from starting, and how much of it is used. */
export interface TokenHold {
  readonly dimension: TokenDimension;
  readonly usedPerMinute: number;
  readonly limitPerMinute: number;
}

/** The token limits of one gate: an estimate is reserved at the start of a call and settled at its end. */
export class GateTokens {
  readonly #clock: Clock;
  readonly #use = new TokenUse();
  readonly #budget: TokenBudget;
  #limits: TokenLimits;
  #hold: { dimension: TokenDimension; untilMs: number } | null = null;
  /** What a call reserves on average; null before the first. */
  #mean: TokenCount | null = null;

  constructor(limits: TokenLimits, clock: Clock) {
    this.#clock = clock;
    this.#limits = limits;
    this.#budget = new TokenBudget(limits, clock.monotonicMs());
  }

  /** Whether any limit on tokens is set. */
  get limited(): boolean {
    return this.#budget.limited;
  }

  /** 0 when a call of so many tokens may start now, else ms until it may. */
  dueInMs(tokens: () => TokenCount, nowMs: number): number {
    return this.#budget.limited ? this.#budget.dueInMs(tokens(), nowMs) : 0;
  }

  /**
   * How many calls may be on their way to the start: as many as the tokens will suffice for within `leadMs`, and one that
   * waits for more. Further ones would take up the slots of gates behind this one for nothing.
   */
  callsAhead(leadMs: number, nowMs: number): number {
    if (!this.#budget.limited) return Number.POSITIVE_INFINITY;
    return 1 + (this.#mean === null ? 1 : this.#budget.callsWithin(leadMs, this.#mean, nowMs));
  }

  /** Takes a call's estimate, and returns what to do when its use is known. Only right after `dueInMs` said 0. */
  reserve(tokens: () => TokenCount): (used: TokenUsage) => void {
    const nowMs = this.#clock.monotonicMs();
    // Without a limit no estimate is made: it costs time.
    const count = this.#budget.limited ? tokens() : { input: 0, output: 0 };
    if (this.#budget.limited) {
      const mean = this.#mean ?? count;
      this.#mean = {
        input: mean.input + (count.input - mean.input) * NEWEST,
        output: mean.output + (count.output - mean.output) * NEWEST,
      };
    }
    const reservation = this.#budget.reserve(count, nowMs);
    this.#use.add(count, nowMs);
    return (used) => {
      const endMs = this.#clock.monotonicMs();
      this.#budget.settle(reservation, used, endMs);
      const input = (used.input ?? count.input) - count.input;
      this.#use.add({ input, output: (used.output ?? count.output) - count.output }, endMs);
    };
  }

  /** A call of so many tokens waits for them, and for nothing else longer. */
  noteHold(tokens: () => TokenCount, nowMs: number): void {
    const longest = this.#budget.longestDue(tokens(), nowMs);
    if (longest !== null) this.#hold = { dimension: longest.dimension, untilMs: nowMs + longest.dueMs };
  }

  /** The limit that calls wait for now, or waited for a moment ago; null where none does. */
  get hold(): TokenHold | null {
    const nowMs = this.#clock.monotonicMs();
    const hold = this.#hold;
    if (hold === null || nowMs > hold.untilMs + HOLD_LINGERS_MS) return null;
    const limitPerMinute = tokenLimit(this.#limits, hold.dimension);
    if (limitPerMinute === null) return null;
    // The bucket that was full at first would make the first seconds look like more than the limit.
    const used = Math.min(limitPerMinute, tokenWeight(this.#use.perMinute(nowMs), hold.dimension));
    return { dimension: hold.dimension, usedPerMinute: Math.round(used), limitPerMinute };
  }

  /** A live edit: levels and debts stay. */
  setLimits(limits: TokenLimits): void {
    this.#limits = limits;
    this.#budget.setLimits(limits, this.#clock.monotonicMs());
  }

  /** The provider refused a call for its tokens: it sees less headroom than we did. */
  empty(): void {
    this.#budget.empty(this.#clock.monotonicMs());
  }
}
