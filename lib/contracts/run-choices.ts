// The values of enumerations alone, without schemas: pages offer them, and load no zod for it.

/** Most runs that one matrix may have. */
export const GROUP_RUNS_MAX = 24;

/** A column, and with `-` before it the largest or newest first. */
export const RUN_SORTS = [
  "-started",
  "started",
  "name",
  "-name",
  "-passRate",
  "passRate",
  "-cost",
  "cost",
  "-duration",
  "duration",
] as const;
export type RunSort = (typeof RUN_SORTS)[number];

export const CASE_VIEW_STATES = ["pending", "running", "done"] as const;

export const LOG_KINDS = [
  "state",
  "limit",
  "cooldown",
  "rate-limited",
  "error",
  "retry",
  "gave-up",
  "auto",
  "note",
] as const;

export const LOG_LEVELS = ["info", "warn", "error"] as const;
