/** The only source of time in core and engine. Real time in production, virtual time in tests. */
export interface Clock {
  /** Wall clock, epoch milliseconds. May step; use only for what people read. */
  now(): number;
  /** Milliseconds from an arbitrary start. Never steps back; use for rates and durations. */
  monotonicMs(): number;
}

/** A uniform number in [0, 1). Passed in wherever chance decides, so that tests can state it. */
export type Random = () => number;
