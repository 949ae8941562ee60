import type { Clock } from "@/lib/core/clock";
import type { ModelCallResult } from "@/lib/providers/provider";

const MINUTE_S = 60;
/** Less tells nothing of what is accepted in a minute. */
const ENOUGH_S = 10;
/** Answers over which it is judged whether failures are rare. */
const FAILURE_WINDOW = 40;

/** What happened in one second; also the sum over several. */
export interface SecondCounts {
  started: number;
  rateLimited: number;
  inputTokens: number;
  outputTokens: number;
}
const NOTHING: SecondCounts = { started: 0, rateLimited: 0, inputTokens: 0, outputTokens: 0 };

/** Counts what goes through a pool: the last minute by seconds, how rare failures are, how often running it was refused. */
export class PoolMeters {
  readonly #clock: Clock;
  readonly #seconds: (SecondCounts & { readonly second: number })[] = [];
  /** Of the last answers: whether they were failures of the provider's. */
  readonly #failures: boolean[] = [];
  /** How often running the pool was refused, and when (monotonic) it was for the last time. */
  #refusals = { inARow: 0, atMs: Number.NEGATIVE_INFINITY };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True while failures are rare: one of them is then no sign of an outage. */
  get failuresAreIsolated(): boolean {
    const failed = this.#failures.filter(Boolean).length;
    return this.#failures.length >= FAILURE_WINDOW / 2 && failed <= FAILURE_WINDOW * 0.1;
  }
  /** How often running the pool was refused for its rate; what was under way together counts once. */
  get refusalsInARow(): number {
    return this.#refusals.inARow;
  }
  get startedLastSecond(): number {
    const last = this.#second() - 1;
    return this.#seconds.find(({ second }) => second === last)?.started ?? 0;
  }
  get lastMinute(): SecondCounts {
    const from = this.#second() - MINUTE_S;
    const sums = { ...NOTHING };
    for (const counts of this.#seconds) {
      if (counts.second <= from) continue;
      sums.started += counts.started;
      sums.rateLimited += counts.rateLimited;
      sums.inputTokens += counts.inputTokens;
      sums.outputTokens += counts.outputTokens;
    }
    return sums;
  }
  /** What was accepted per minute, prompt and answer together; null where too little was sent to say. */
  get tokensPerMinute(): number | null {
    const { inputTokens, outputTokens } = this.lastMinute;
    const from = this.#second() - MINUTE_S;
    const first = this.#seconds.find(({ second }) => second > from)?.second ?? this.#second();
    const spanS = this.#second() - first;
    return spanS < ENOUGH_S ? null : ((inputTokens + outputTokens) * MINUTE_S) / spanS;
  }
  /** Of the last minute, prompt and answer together; 0 while nothing was sent. */
  get tokensPerRequest(): number {
    const { started, inputTokens, outputTokens } = this.lastMinute;
    return started === 0 ? 0 : (inputTokens + outputTokens) / started;
  }

  sent(): void {
    this.#now().started += 1;
  }

  /** `sentAtMs`: monotonic. */
  answered({ fate, usage }: ModelCallResult, sentAtMs: number): void {
    const second = this.#now();
    const refused = fate.outcome === "rate-limited" || fate.outcome === "slow-down";
    if (refused) second.rateLimited += 1;
    // Only what was sent since the last refusal tells something new.
    if (sentAtMs > this.#refusals.atMs) {
      if (refused) this.#refusals = { inARow: this.#refusals.inARow + 1, atMs: this.#clock.monotonicMs() };
      else if (fate.outcome === "ok") this.#refusals = { ...this.#refusals, inARow: 0 };
    }
    if (fate.outcome !== "cancelled") {
      this.#failures.push(fate.outcome === "transient" || fate.outcome === "overloaded");
      if (this.#failures.length > FAILURE_WINDOW) this.#failures.shift();
    }
    second.inputTokens += usage.inputTokens ?? 0;
    second.outputTokens += usage.outputTokens ?? 0;
  }

  /** Seconds are counted by the clock that never steps. */
  #second(): number {
    return Math.floor(this.#clock.monotonicMs() / 1000);
  }

  #now(): SecondCounts {
    const second = this.#second();
    const newest = this.#seconds.at(-1);
    if (newest?.second === second) return newest;
    const fresh = { ...NOTHING, second };
    this.#seconds.push(fresh);
    if (this.#seconds.length > MINUTE_S + 2) this.#seconds.shift();
    return fresh;
  }
}
