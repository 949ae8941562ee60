import type { Clock } from "@/lib/core/clock";
import { type AdaptiveTokens, NO_OWN_TOKENS, onTokensRefused, onTokensSecond } from "@/lib/core/limits/adaptive-tokens";
import type { Limits } from "@/lib/core/limits/limits";
import type { ModelCallResult } from "@/lib/providers/provider";

/** The pool's own limit on tokens came, changed for a refusal, or went. */
export interface TokensChange {
  /** Epoch ms. */
  readonly at: number;
  /** Per minute; null: no limit of its own. */
  readonly oldPerMinute: number | null;
  readonly newPerMinute: number | null;
  readonly why: "refused" | "recovering";
}

/** The limit on tokens that an adaptive pool sets itself where the provider refuses for tokens. */
export class PoolTokens {
  readonly #clock: Clock;
  #state: AdaptiveTokens = NO_OWN_TOKENS;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The lower of what is configured and its own. */
  inForce({ adaptive, tokensPerMinute }: Limits): number | null {
    const own = adaptive ? this.#state.perMinute : null;
    if (own === null) return tokensPerMinute;
    return Math.min(Math.round(own), tokensPerMinute ?? Number.POSITIVE_INFINITY);
  }

  /** Takes in a refusal for tokens; returns what changed. `sentAtMs`: monotonic. */
  note(
    { fate }: ModelCallResult,
    sentAtMs: number,
    limits: Limits,
    seen: { readonly toldPerMinute: number | null; readonly acceptedPerMinute: number | null },
  ): TokensChange | null {
    if (!limits.adaptive || fate.outcome !== "rate-limited" || fate.dimension !== "tokens") return null;
    return this.#to(onTokensRefused(this.#state, { sentAtMs, nowMs: this.#clock.monotonicMs(), ...seen }), limits);
  }

  /** Once a second. */
  second(held: boolean, limits: Limits): TokensChange | null {
    return this.#to(onTokensSecond(this.#state, held, limits.tokensPerMinute), limits);
  }

  #to(state: AdaptiveTokens, limits: Limits): TokensChange | null {
    const oldPerMinute = this.inForce(limits);
    const refused = state.decreasedAtMs !== this.#state.decreasedAtMs;
    this.#state = state;
    const newPerMinute = this.inForce(limits);
    if (newPerMinute === oldPerMinute) return null;
    return { at: this.#clock.now(), oldPerMinute, newPerMinute, why: refused ? "refused" : "recovering" };
  }
}
