/** Where a case's time goes, in the order of the bar. */
export const TIME_PARTS = ["wait", "call", "backoff", "overhead"] as const;
export type TimePart = (typeof TIME_PARTS)[number];

export interface CaseTimeInput {
  readonly done: number;
  /** Totals over finished cases, ms; null: not counted. */
  readonly waitMs: number;
  readonly backoffMs: number;
  readonly callMs: number | null;
  readonly overheadMs: number | null;
  /** What the launch expected of a case's calls, ms; null: nothing. */
  readonly expectedCallMs: number | null;
}

export interface CaseTimeSlice {
  readonly part: TimePart;
  /** Mean of a finished case, ms; null: not counted. */
  readonly meanMs: number | null;
  /** Of the whole, 0 to 1. */
  readonly share: number;
}

export interface CaseTimeData {
  readonly slices: readonly CaseTimeSlice[];
  readonly meanMs: number;
  /** Where the calls would end if they took what was expected, 0 to 1 of the bar; null: beyond it, or nothing expected. */
  readonly expectedCallEnd: number | null;
}

/** C5: the mean time of a finished case, split; null before the first, and where calls were not counted. */
export function prepareCaseTime(input: CaseTimeInput): CaseTimeData | null {
  const { done, expectedCallMs } = input;
  if (done === 0 || input.callMs === null) return null;
  const totals: Record<TimePart, number | null> = {
    wait: input.waitMs,
    call: input.callMs,
    backoff: input.backoffMs,
    overhead: input.overheadMs,
  };
  const whole = TIME_PARTS.reduce((sum, part) => sum + (totals[part] ?? 0), 0);
  const meanMs = whole / done;
  const expectedEnd = expectedCallMs === null ? null : (input.waitMs / done + expectedCallMs) / Math.max(1e-9, meanMs);
  return {
    slices: TIME_PARTS.map((part) => {
      const total = totals[part];
      return { part, meanMs: total === null ? null : total / done, share: whole === 0 ? 0 : (total ?? 0) / whole };
    }),
    meanMs,
    expectedCallEnd: expectedEnd === null || expectedEnd > 1 ? null : expectedEnd,
  };
}
