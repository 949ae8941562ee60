/** Where a case's time goes, in the order of the bar. */
export const TIME_PARTS = ["wait", "call", "backoff", "overhead"] as const;
export type TimePart = (typeof TIME_PARTS)[number];

/** What the launch expected of a case, ms; null: nothing was reckoned. */
export interface ExpectedParts {
  readonly wait: number | null;
  readonly call: number;
  readonly backoff: number | null;
}

export interface CaseTimeInput {
  readonly done: number;
  /** Totals over finished cases, ms; null: not counted. */
  readonly waitMs: number;
  readonly backoffMs: number;
  readonly callMs: number | null;
  readonly overheadMs: number | null;
  /** Null: nothing was expected. */
  readonly expected: ExpectedParts | null;
}

export interface CaseTimeSlice {
  readonly part: TimePart;
  /** Mean of a finished case, ms; null: not counted. */
  readonly meanMs: number | null;
  /** Of the whole, 0 to 1. */
  readonly share: number;
  /** What the launch expected, ms; null: nothing. */
  readonly expectedMs: number | null;
}

/** Where a part would end by the launch's expectation. */
export interface ExpectedEnd {
  readonly part: TimePart;
  /** From the bar's left edge, 0 to 1. */
  readonly at: number;
}

export interface CaseTimeData {
  readonly slices: readonly CaseTimeSlice[];
  readonly meanMs: number;
  /** The part of the width that the bar takes, 0 to 1: less than all where more time was expected than is spent. */
  readonly width: number;
  readonly expectedEnds: readonly ExpectedEnd[];
}

/** An expectation beyond this many times what is spent is not drawn to scale: the bar would become a stub. */
const SCALE_MOST = 3;

/** C5: the mean time of a finished case, split; null before the first, and where calls were not counted. */
export function prepareCaseTime(input: CaseTimeInput): CaseTimeData | null {
  const { done, expected } = input;
  if (done === 0 || input.callMs === null) return null;
  const totals: Record<TimePart, number | null> = {
    wait: input.waitMs,
    call: input.callMs,
    backoff: input.backoffMs,
    overhead: input.overheadMs,
  };
  const expectedMs: Record<TimePart, number | null> = {
    wait: expected?.wait ?? null,
    call: expected?.call ?? null,
    backoff: expected?.backoff ?? null,
    overhead: null,
  };
  const whole = TIME_PARTS.reduce((sum, part) => sum + (totals[part] ?? 0), 0);
  const meanMs = whole / done;
  const ends = expectedEnds(expectedMs, input.waitMs / done);
  const longest = Math.max(0, ...ends.map(({ atMs }) => atMs));
  const scaleMs = Math.max(1e-9, meanMs, Math.min(longest, meanMs * SCALE_MOST));
  return {
    slices: TIME_PARTS.map((part) => {
      const total = totals[part];
      return {
        part,
        meanMs: total === null ? null : total / done,
        share: whole === 0 ? 0 : (total ?? 0) / whole,
        expectedMs: expectedMs[part],
      };
    }),
    meanMs,
    width: whole === 0 ? 1 : meanMs / scaleMs,
    expectedEnds: ends.flatMap(({ part, atMs }) => (atMs > scaleMs ? [] : [{ part, at: atMs / scaleMs }])),
  };
}

/**
 * Where the parts would end one after another. Of a run whose waits were not reckoned only its calls' end is known, and
 * they are taken to begin where they do.
 */
function expectedEnds(
  { wait, call, backoff }: Readonly<Record<TimePart, number | null>>,
  waitedMs: number,
): { part: TimePart; atMs: number }[] {
  if (call === null) return [];
  if (wait === null) return [{ part: "call", atMs: waitedMs + call }];
  const ends: { part: TimePart; atMs: number }[] = [
    { part: "wait", atMs: wait },
    { part: "call", atMs: wait + call },
  ];
  // A part of no length ends where the one before it does.
  if (backoff !== null && backoff > 0) ends.push({ part: "backoff", atMs: wait + call + backoff });
  return ends.filter(({ part }) => part !== "wait" || wait > 0);
}
