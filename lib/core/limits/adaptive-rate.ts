/**
 * The rate of an adaptive pool: what is configured, lowered by what the provider shows, and found again afterwards.
 * A pure reducer; times are monotonic ms, rates are requests per second.
 *
 * - Down: multiplicatively, once per congestion event. Refusals of requests that were sent before the last decrease tell
 *   nothing new. Where the rate that the provider really accepted is known, that is the new rate. A refusal after a while
 *   without any lowers it by little: it may be one request that came a few milliseconds early.
 * - Up: only while the pool is saturated (an idle pool learns nothing), quickly at first, slowly near the rate at which the
 *   provider last pushed back, and on beyond it, as CUBIC does (RFC 9438), up to what is configured.
 * - What the provider's headers call its limit is a ceiling of its own. Headers may be wrong, though: a pool that has been
 *   busy at that ceiling for a minute without a refusal tries a little more, and more again, as long as nothing is refused.
 *   A refusal puts the ceiling back, and the next try comes after twice the time.
 */
export interface AdaptiveRate {
  /** The configured rate: never exceeded. */
  readonly configuredRps: number;
  /** The rate in force. */
  readonly rps: number;
  /** The rate at which the provider last pushed back; null while it has not, or since that was left behind. */
  readonly wallRps: number | null;
  /** Of the last decrease; requests sent before it do not count again. */
  readonly decreasedAtMs: number;
  /** The ceiling that the provider's headers tell; null where they tell none. */
  readonly learnedRps: number | null;
  /** What is made of that ceiling: itself, or more where it was found too low. */
  readonly trustedRps: number | null;
  /** Busy seconds at the ceiling without a refusal, and how many of them it takes until more is tried. */
  readonly quietS: number;
  readonly tryAfterS: number;
}

/** One change of the rate in force. */
export interface RateChange {
  readonly oldRps: number;
  readonly newRps: number;
  readonly why: "refused" | "recovering" | "learned" | "configured";
}

export interface AdaptiveStep {
  readonly state: AdaptiveRate;
  readonly change: RateChange | null;
}

/** After a refusal at rate r the rate is r times this, unless the accepted rate is known. */
const DECREASE = 0.85;
/** The same for the first refusal in a while; the rate is wrong only if another follows. */
const DECREASE_LONE = 0.97;
const LONE_AFTER = { leastMs: 2000, permits: 20 } as const;
/** An accepted rate is measured over a moment and so a little uncertain: stay this much below it. */
const BELOW_ACCEPTED = 0.97;
/** One decrease takes off half at most: a handful of refusals is no proof of more. */
const DECREASE_MOST = 0.5;
/** Share of the distance to the wall that is regained in a second, and of the configured rate beyond it. */
const REGAIN_PER_SECOND = 0.2;
const PROBE_PER_SECOND = 0.01;
/** Within this of the wall only the probe's step is taken. */
const NEAR_WALL = 0.98;
/** How much the wall is left behind when it is reached without a refusal. */
const WALL_PASSED = 1.02;
/** A pool that starts fewer than this share of what it may is not saturated. */
const SATURATED = 0.8;
const FLOOR_RPS = 0.01;
/** So long at a learned ceiling before it is doubted, at least and at most; then a step of this each few seconds. */
const TRY_AFTER_S = { least: 60, most: 3600, again: 5 } as const;
const TRY_STEP = 1.25;

export function adaptiveRate(configuredRps: number): AdaptiveRate {
  return {
    configuredRps,
    rps: configuredRps,
    wallRps: null,
    decreasedAtMs: Number.NEGATIVE_INFINITY,
    ...ceilingAt(null),
  };
}

/** A ceiling as it was just told. */
function ceilingAt(learnedRps: number | null) {
  return { learnedRps, trustedRps: learnedRps, quietS: 0, tryAfterS: TRY_AFTER_S.least };
}

function ceilingOf(state: AdaptiveRate): number {
  return state.trustedRps === null ? state.configuredRps : Math.min(state.configuredRps, state.trustedRps);
}

function stepTo(state: AdaptiveRate, rps: number, why: RateChange["why"]): AdaptiveStep {
  const bounded = Math.max(FLOOR_RPS, Math.min(rps, ceilingOf(state)));
  if (bounded === state.rps) return { state, change: null };
  return { state: { ...state, rps: bounded }, change: { oldRps: state.rps, newRps: bounded, why } };
}

/** A refusal of a request for its rate; times are monotonic ms. */
export interface RateRefusal {
  readonly sentAtMs: number;
  readonly nowMs: number;
  /** What the provider accepted per second of late, null where too little was sent to say. */
  readonly acceptedRps: number | null;
  /** The provider said in so many words that requests come too fast. */
  readonly asksToSlowDown: boolean;
}

/** A request was refused for its rate. */
export function onRefused(state: AdaptiveRate, refusal: RateRefusal): AdaptiveStep {
  if (refusal.sentAtMs <= state.decreasedAtMs) return { state, change: null };
  const lowered = { ...ceilingRestored(state), wallRps: state.rps, decreasedAtMs: refusal.nowMs };
  return stepTo(lowered, rateAfter(state, refusal), "refused");
}

function rateAfter(state: AdaptiveRate, refusal: RateRefusal): number {
  if (isLone(state, refusal)) return state.rps * DECREASE_LONE;
  const known = refusal.acceptedRps === null ? state.rps * DECREASE : refusal.acceptedRps * BELOW_ACCEPTED;
  // The accepted rate can be above our own for a moment (a burst): a refusal always lowers.
  return Math.max(state.rps * DECREASE_MOST, Math.min(known, state.rps * 0.95));
}

function isLone(state: AdaptiveRate, { nowMs, asksToSlowDown }: RateRefusal): boolean {
  const whileMs = Math.max(LONE_AFTER.leastMs, (LONE_AFTER.permits * 1000) / state.rps);
  return !asksToSlowDown && !triesMore(state) && nowMs - state.decreasedAtMs > whileMs;
}

/** More than the learned ceiling is being tried. */
function triesMore({ trustedRps, learnedRps }: AdaptiveRate): boolean {
  return trustedRps !== null && learnedRps !== null && trustedRps > learnedRps;
}

/** A refusal in a pool that does not adapt: it teaches nothing but that a learned ceiling was right, where more was tried. */
export function onRefusedAtCeiling(state: AdaptiveRate): AdaptiveStep {
  const restored = ceilingRestored(state);
  return stepTo(restored, Math.min(restored.rps, ceilingOf(restored)), "refused");
}

/** Where more than the learned ceiling was tried, it was right after all. */
function ceilingRestored(state: AdaptiveRate): AdaptiveRate {
  if (!triesMore(state)) return { ...state, quietS: 0 };
  const tryAfterS = Math.min(TRY_AFTER_S.most, 2 * state.tryAfterS);
  return { ...state, trustedRps: state.learnedRps, quietS: 0, tryAfterS };
}

/** A second has gone by in which `startedRps` were started; `waiting`: there was more to start. */
export function onSecond(
  state: AdaptiveRate,
  second: { readonly startedRps: number; readonly waiting: boolean },
): AdaptiveStep {
  if (!second.waiting || second.startedRps < state.rps * SATURATED) return { state, change: null };
  const ceiling = ceilingOf(state);
  if (state.rps >= ceiling) return quietAtCeiling(state);
  const probe = state.configuredRps * PROBE_PER_SECOND;
  const wall = state.wallRps;
  if (wall === null) return stepTo(state, state.rps + Math.max(probe, state.rps * REGAIN_PER_SECOND), "recovering");
  const target = Math.min(wall * NEAR_WALL, ceiling);
  const regained = state.rps < target ? Math.max(probe, (target - state.rps) * REGAIN_PER_SECOND) : probe;
  const step = stepTo(state, state.rps + regained, "recovering");
  // Past the wall without a refusal: it is not where it was, the way up is free again.
  return step.state.rps > wall * WALL_PASSED ? { ...step, state: { ...step.state, wallRps: null } } : step;
}

function quietAtCeiling(state: AdaptiveRate): AdaptiveStep {
  const { trustedRps, configuredRps } = state;
  if (trustedRps === null || trustedRps >= configuredRps) return { state, change: null };
  const quietS = state.quietS + 1;
  if (quietS < state.tryAfterS) return { state: { ...state, quietS }, change: null };
  const more = Math.min(configuredRps, trustedRps * TRY_STEP);
  return stepTo({ ...state, trustedRps: more, quietS: state.tryAfterS - TRY_AFTER_S.again }, more, "recovering");
}

/** The provider's headers tell its limit (null: they tell none). */
export function onLearned(state: AdaptiveRate, learnedRps: number | null): AdaptiveStep {
  if (learnedRps === state.learnedRps || (learnedRps !== null && !(learnedRps > 0))) return { state, change: null };
  const before = ceilingOf(state);
  const next = { ...state, ...ceilingAt(learnedRps) };
  const wasAtCeiling = state.rps >= before;
  return stepTo(next, wasAtCeiling ? ceilingOf(next) : state.rps, "learned");
}

/** Somebody configured another rate: it holds at once, what was learned stays. */
export function onConfigured(state: AdaptiveRate, configuredRps: number): AdaptiveStep {
  if (configuredRps === state.configuredRps) return { state, change: null };
  return stepTo({ ...state, configuredRps, wallRps: null }, configuredRps, "configured");
}
