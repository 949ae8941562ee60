import type { AdviceResponse } from "@/lib/contracts/advice";
import type { MetricsResponse } from "@/lib/contracts/metrics";
import type { LimitChangeResponse } from "@/lib/contracts/providers";
import type { CaseResponse, RepeatsResponse } from "@/lib/contracts/run-cases";
import type { RunResponse } from "@/lib/contracts/runs";
import type { AttemptOutcome } from "@/lib/core/retry/attempt-outcome";

/** All that a report tells. Its cases are read while it is written. */
export interface ReportData {
  readonly run: RunResponse;
  /** Newest first; the last is the launch. */
  readonly changes: readonly LimitChangeResponse[];
  /** The whole run. */
  readonly metrics: MetricsResponse;
  readonly advice: AdviceResponse;
  /** Cases that are not scored, by how their last attempt ended. */
  readonly lost: readonly { readonly outcome: AttemptOutcome | null; readonly cases: number }[];
  /** How steady the answers are; null where each case is asked once. */
  readonly repeats: RepeatsResponse | null;
  /** Failed and not scored cases: the first `most` of `total`. */
  readonly cases: {
    readonly total: number;
    readonly most: number;
    readonly pages: AsyncIterable<readonly CaseResponse[]>;
  };
  /** ISO 8601. */
  readonly writtenAt: string;
}
