const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The ranges of the rules; form hints, API errors and tests all read them here. */
export const AUTO_PAUSE_BOUNDS = {
  share: { min: 0.05, max: 1 },
  rateLimitedForMs: { min: 10_000, max: HOUR_MS },
  errors: { min: 1, max: 10_000 },
  errorsForMs: { min: 0, max: HOUR_MS },
  cooldownOverMs: { min: 1000, max: 24 * HOUR_MS },
  budgetUsd: { min: 0.01, max: 1_000_000 },
} as const;

/** When a run pauses by itself. A refused key or an exhausted quota always pauses it: no rule is needed for that. */
export interface AutoPause {
  readonly rateLimited: { readonly share: number; readonly forMs: number } | null;
  readonly errorsInRow: { readonly attempts: number; readonly forMs: number } | null;
  readonly cooldownOverMs: number | null;
  readonly budgetUsd: number | null;
}

export const DEFAULT_AUTO_PAUSE: AutoPause = {
  rateLimited: { share: 0.5, forMs: MINUTE_MS },
  errorsInRow: { attempts: 20, forMs: MINUTE_MS },
  cooldownOverMs: 10 * MINUTE_MS,
  budgetUsd: null,
};
