import type { CaseDetailResponse } from "@/lib/contracts/run-cases";

type Attempt = CaseDetailResponse["attempts"][number];

export const SEGMENT_KINDS = ["queue", "wait", "call", "backoff"] as const;
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

export interface AttemptSegment {
  readonly kind: SegmentKind;
  readonly ms: number;
  /** Place and width on the common axis of the case, 0 to 1. */
  readonly start: number;
  readonly width: number;
}

export interface AttemptBar {
  readonly attempt: Attempt;
  readonly segments: readonly AttemptSegment[];
}

/**
 * One bar per attempt on one axis of time: queueing for a slot, waiting for a permit, the call, the backoff after it.
 * The axis runs over the time the parts took; idle time between attempts is theirs alone.
 */
export function attemptBars(attempts: readonly Attempt[]): { bars: AttemptBar[]; totalMs: number } {
  const parts = (attempt: Attempt): Record<SegmentKind, number> => ({
    queue: attempt.queueMs,
    wait: attempt.limiterWaitMs,
    call: attempt.providerLatencyMs,
    backoff: attempt.backoffMs,
  });
  const totalMs = attempts.reduce(
    (sum, attempt) => SEGMENT_KINDS.reduce((s, kind) => s + parts(attempt)[kind], sum),
    0,
  );
  let at = 0;
  const bars = attempts.map((attempt) => ({
    attempt,
    segments: SEGMENT_KINDS.map((kind) => {
      const ms = parts(attempt)[kind];
      const segment = { kind, ms, start: totalMs === 0 ? 0 : at / totalMs, width: totalMs === 0 ? 0 : ms / totalMs };
      at += ms;
      return segment;
    }).filter((segment) => segment.ms > 0),
  }));
  return { bars, totalMs };
}
