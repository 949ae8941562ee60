/**
 * The limit on tokens that an adaptive pool sets itself, when the provider refuses for tokens: a pure reducer, as
 * adaptive-rate is for requests. There is none until then, because what is counted, and over which time, is the provider's
 * own; from then on it starts at what headers tell (else at what was accepted of late), goes down by a little at each
 * further refusal, and up again while it is what holds calls back. Tokens are per minute, of prompts and answers together.
 */
export interface AdaptiveTokens {
  /** null: none of its own. */
  readonly perMinute: number | null;
  /** At which the provider last refused. */
  readonly wall: number | null;
  /** Monotonic ms; refusals of requests that were sent before tell nothing new. */
  readonly decreasedAtMs: number;
}

export const NO_OWN_TOKENS: AdaptiveTokens = {
  perMinute: null,
  wall: null,
  decreasedAtMs: Number.NEGATIVE_INFINITY,
};

export interface TokensRefusal {
  readonly sentAtMs: number;
  readonly nowMs: number;
  /** The limit that headers tell; null where they tell none. */
  readonly toldPerMinute: number | null;
  /** What the provider accepted of late; null where too little was sent to say. */
  readonly acceptedPerMinute: number | null;
}

/** Estimates and the provider's own counting differ by a few per cent: so much is taken off at once. */
const DECREASE = 0.93;
/** One refusal takes off half at most. */
const DECREASE_MOST = 0.5;
const FLOOR = 60;
/** Regained each second that the limit holds calls back: below the wall, near it, and once it was left behind. */
const REGAIN = { below: 0.003, near: 0.001, beyond: 0.01 } as const;
const NEAR_WALL = { from: 0.98, to: 1.05 } as const;

/** A request was refused for its tokens. */
export function onTokensRefused(state: AdaptiveTokens, refusal: TokensRefusal): AdaptiveTokens {
  const { sentAtMs, nowMs, toldPerMinute, acceptedPerMinute } = refusal;
  if (sentAtMs <= state.decreasedAtMs) return state;
  const lowered = (perMinute: number, wall: number) => ({
    perMinute: Math.max(FLOOR, perMinute),
    wall,
    decreasedAtMs: nowMs,
  });
  if (state.perMinute === null) {
    const first = toldPerMinute ?? acceptedPerMinute;
    return first === null || first <= 0 ? state : lowered(first, first);
  }
  const little = state.perMinute * DECREASE;
  const known = acceptedPerMinute ?? little;
  return lowered(Math.max(state.perMinute * DECREASE_MOST, Math.min(known, little)), state.perMinute);
}

/** A second went by; `held`: calls waited for this limit. Once it reaches what is configured there is none of its own. */
export function onTokensSecond(state: AdaptiveTokens, held: boolean, configured: number | null): AdaptiveTokens {
  if (state.perMinute === null) return state;
  const grown = held ? state.perMinute * (1 + regain(state, state.perMinute)) : state.perMinute;
  if (configured !== null && grown >= configured) return { ...state, perMinute: null, wall: null };
  return grown === state.perMinute ? state : { ...state, perMinute: grown };
}

function regain({ wall }: AdaptiveTokens, perMinute: number): number {
  if (wall === null || perMinute > wall * NEAR_WALL.to) return REGAIN.beyond;
  return perMinute < wall * NEAR_WALL.from ? REGAIN.below : REGAIN.near;
}
