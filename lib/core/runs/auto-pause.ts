import { z } from "zod";
import type { AttemptOutcome } from "../retry/attempt-outcome";
import { spanWords } from "../words/duration-words";
import { AUTO_PAUSE_BOUNDS, type AutoPause, DEFAULT_AUTO_PAUSE } from "./auto-pause-rules";
import type { StopReason } from "./run-state";

function wholeFrom(min: number, max: number, name: string) {
  const says = `${name} must be a whole number from ${min} to ${max}`;
  const bounds = { error: says, abort: true };
  return z.number({ error: says }).min(min, bounds).max(max, bounds).refine(Number.isInteger, { error: says });
}

const B = AUTO_PAUSE_BOUNDS;
const shareSays = `share must be a number from ${B.share.min} to ${B.share.max}`;

const RULES = {
  /** The provider refuses at least this share of the attempts with 429, for so long without a break. null: off. */
  rateLimited: z
    .strictObject({
      share: z
        .number({ error: shareSays })
        .min(B.share.min, { error: shareSays })
        .max(B.share.max, { error: shareSays }),
      forMs: wholeFrom(B.rateLimitedForMs.min, B.rateLimitedForMs.max, "forMs"),
    })
    .nullable(),
  /**
   * So many attempts in a row failed for other reasons than rate limits or cancellation. Failures that may pass (5xx,
   * overload, timeout, network) count once they have gone on for `forMs`, so that a short outage pauses nothing;
   * requests that the provider refuses as bad count at once. null: off.
   */
  errorsInRow: z
    .strictObject({
      attempts: wholeFrom(B.errors.min, B.errors.max, "attempts"),
      forMs: wholeFrom(B.errorsForMs.min, B.errorsForMs.max, "forMs"),
    })
    .nullable(),
  /** The provider asked for a longer wait than this. null: off. */
  cooldownOverMs: wholeFrom(B.cooldownOverMs.min, B.cooldownOverMs.max, "cooldownOverMs").nullable(),
  /** What the run may cost; before a case that would pass it, it pauses (see pricing/budget.ts). null: no budget. */
  budgetUsd: z
    .number({ error: "budgetUsd must be a number" })
    .min(B.budgetUsd.min, { error: `budgetUsd must be at least ${B.budgetUsd.min}` })
    .max(B.budgetUsd.max, { error: `budgetUsd must be at most ${B.budgetUsd.max}` })
    .nullable(),
};

/** All rules; what is absent has its default, so that rules stored by an earlier version still hold. */
export const autoPauseSchema = z.strictObject({
  rateLimited: RULES.rateLimited.default(DEFAULT_AUTO_PAUSE.rateLimited),
  errorsInRow: RULES.errorsInRow.default(DEFAULT_AUTO_PAUSE.errorsInRow),
  cooldownOverMs: RULES.cooldownOverMs.default(DEFAULT_AUTO_PAUSE.cooldownOverMs),
  budgetUsd: RULES.budgetUsd.default(DEFAULT_AUTO_PAUSE.budgetUsd),
});

/** A budget, US dollars; null: none. */
export const budgetUsdSchema = RULES.budgetUsd;
/** The rules as they are shown. The budget, though a rule as well, stands beside them on the wire. */
export const autoPauseRulesSchema = z.strictObject(RULES).omit({ budgetUsd: true });
/** A change of some rules; null turns one off, what is absent stays. */
export const autoPausePatchSchema = autoPauseRulesSchema.partial();
export type AutoPausePatch = z.infer<typeof autoPausePatchSchema> & { readonly budgetUsd?: number | null | undefined };

/** Lays a change over the rules. */
export function mergeAutoPause(rules: AutoPause, patch: AutoPausePatch): AutoPause {
  const { rateLimited, errorsInRow, cooldownOverMs, budgetUsd } = patch;
  return {
    rateLimited: rateLimited === undefined ? rules.rateLimited : rateLimited,
    errorsInRow: errorsInRow === undefined ? rules.errorsInRow : errorsInRow,
    cooldownOverMs: cooldownOverMs === undefined ? rules.cooldownOverMs : cooldownOverMs,
    budgetUsd: budgetUsd === undefined ? rules.budgetUsd : budgetUsd,
  };
}

/** What the rules look at. */
export type AutoPauseEvent =
  /** `atMs`: monotonic. */
  | {
      readonly kind: "attempt-ended";
      readonly outcome: AttemptOutcome;
      readonly atMs: number;
      /** What the provider said of a failure, where it did. */
      readonly said?: string | null;
    }
  /** The provider asked the pool to wait from now on. */
  | { readonly kind: "cooldown"; readonly forMs: number; readonly reason: string };

/** Attempts that ended within a few seconds of each other, and how many of them were refused. */
interface Stretch {
  readonly sinceMs: number;
  readonly lastMs: number;
  readonly ended: number;
  readonly refused: number;
}

/** What the rules remember. Begun anew whenever the run goes on after a pause. */
export interface AutoPauseState {
  readonly stretch: Stretch | null;
  /** Stretches in a row in each of which too many were refused, as one. */
  readonly refusing: (Stretch & { readonly stretches: number }) | null;
  /** Attempts that failed since the last that went well. `bad`: the newest of them, in a row, that were refused as bad. */
  readonly failing: { readonly sinceMs: number; readonly attempts: number; readonly bad: number } | null;
}

export interface AutoPauseStep {
  readonly state: AutoPauseState;
  /** Why the run has to pause now; null where it goes on. */
  readonly stop: StopReason | null;
}

/**
 * Refusals have to last: the share is taken anew for each stretch, so that one herd of refusals is no verdict however
 * large it was. Time in which nothing ended is no evidence either; the pool may have been cooling down.
 */
const STRETCH_MS = 10_000;
const STRETCHES_LEAST = 3;
/** Fewer refused attempts than this are no verdict, however long they took. */
const REFUSED_LEAST = 10;

export const FRESH_AUTO_PAUSE: AutoPauseState = { stretch: null, refusing: null, failing: null };

/** Takes in what happened, and says whether the run has to pause for it. */
export function stepAutoPause(state: AutoPauseState, event: AutoPauseEvent, rules: AutoPause): AutoPauseStep {
  switch (event.kind) {
    case "cooldown":
      return { state, stop: cooldownStop(event, rules) };
    case "attempt-ended": {
      if (event.outcome === "cancelled") return { state, stop: null };
      const next = countAttempt(closeStretch(state, event.atMs, rules), event.outcome, event.atMs);
      return { state: next, stop: refusingStop(next, rules) ?? failingStop(next, event, rules) };
    }
  }
}

function closeStretch(state: AutoPauseState, atMs: number, { rateLimited }: AutoPause): AutoPauseState {
  const { stretch, refusing } = state;
  if (stretch === null || atMs < stretch.sinceMs + STRETCH_MS) return state;
  if (rateLimited === null || stretch.refused / stretch.ended < rateLimited.share) {
    return { ...state, stretch: null, refusing: null };
  }
  const before = refusing ?? { sinceMs: stretch.sinceMs, ended: 0, refused: 0, stretches: 0 };
  return {
    ...state,
    stretch: null,
    refusing: {
      sinceMs: before.sinceMs,
      lastMs: stretch.lastMs,
      ended: before.ended + stretch.ended,
      refused: before.refused + stretch.refused,
      stretches: before.stretches + 1,
    },
  };
}

function countAttempt(state: AutoPauseState, outcome: AttemptOutcome, atMs: number): AutoPauseState {
  const refused = outcome === "rate-limited" || outcome === "slow-down";
  const { failing } = state;
  const stretch = state.stretch ?? { sinceMs: atMs, ended: 0, refused: 0 };
  return {
    ...state,
    stretch: {
      sinceMs: stretch.sinceMs,
      lastMs: atMs,
      ended: stretch.ended + 1,
      refused: stretch.refused + (refused ? 1 : 0),
    },
    failing: refused ? failing : outcome === "ok" ? null : failedAgain(failing, outcome, atMs),
  };
}

function failedAgain(
  failing: AutoPauseState["failing"],
  outcome: AttemptOutcome,
  atMs: number,
): NonNullable<AutoPauseState["failing"]> {
  const { sinceMs, attempts, bad } = failing ?? { sinceMs: atMs, attempts: 0, bad: 0 };
  return { sinceMs, attempts: attempts + 1, bad: outcome === "bad-request" ? bad + 1 : 0 };
}

function refusingStop({ refusing }: AutoPauseState, { rateLimited }: AutoPause): StopReason | null {
  if (rateLimited === null || refusing === null) return null;
  const lastedMs = refusing.lastMs - refusing.sinceMs;
  if (lastedMs < rateLimited.forMs || refusing.refused < REFUSED_LEAST || refusing.stretches < STRETCHES_LEAST) {
    return null;
  }
  const share = Math.round((refusing.refused * 100) / refusing.ended);
  return {
    code: "rate-limited",
    message:
      `For ${spanWords(lastedMs)} the provider has refused ${share} % of the attempts with 429. ` +
      "Lower the rate (or let it adapt), or raise the limit at the provider, then resume.",
  };
}

function failingStop(
  { failing }: AutoPauseState,
  { atMs, said = null }: { readonly atMs: number; readonly said?: string | null },
  { errorsInRow }: AutoPause,
): StopReason | null {
  if (errorsInRow === null || failing === null || failing.attempts < errorsInRow.attempts) return null;
  const allBad = failing.bad >= errorsInRow.attempts;
  const lastedMs = atMs - failing.sinceMs;
  if (!allBad && lastedMs < errorsInRow.forMs) return null;
  const over = lastedMs < 1000 ? "" : `, over ${spanWords(lastedMs)}`;
  const next = allBad
    ? "The prompt, the parameters or the model may be wrong, or the account may be out of credit: look at the last errors under Cases."
    : "Look at the last errors in the log and at the provider's status page; resume when it answers again, and requeue the cases that gave up.";
  const last = said === null ? "" : ` The provider said last: ${said}`;
  return { code: "errors-in-row", message: `The last ${failing.attempts} attempts all failed${over}. ${next}${last}` };
}

function cooldownStop(event: { forMs: number; reason: string }, { cooldownOverMs }: AutoPause): StopReason | null {
  if (cooldownOverMs === null || event.forMs <= cooldownOverMs) return null;
  return {
    code: "long-cooldown",
    message:
      `The wait of ${spanWords(event.forMs)} (${event.reason}) is longer than the ${spanWords(cooldownOverMs)} ` +
      "that this run waits by itself. Resume it any time: it goes on when that wait is over.",
  };
}
