export const CASE_STATES = ["pending", "done"] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** `not-scored`: lost to infrastructure (gave up, quota, refused). Never counted as wrong. */
export const CASE_RESULTS = ["passed", "failed", "not-scored"] as const;
export type CaseResult = (typeof CASE_RESULTS)[number];
