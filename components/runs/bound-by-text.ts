import type { RunResponse } from "@/lib/contracts/runs";
import { pausedSentence } from "@/lib/core/runs/bound-by-state";
import { formatRelative } from "@/lib/format";

const DAY_MS = 86_400_000;

/** What holds the run back, as of now: of a paused one also how long ago that was. `nowMs` null: no clock yet. */
export function boundByText(
  { boundBy, stopReason }: Pick<RunResponse, "boundBy" | "stopReason">,
  nowMs: number | null,
): string {
  const { lastMove, sentence } = boundBy;
  if (lastMove === null || nowMs === null) return sentence;
  const atMs = Date.parse(lastMove.at);
  // The clock of the server may be ahead.
  const ago = formatRelative(atMs, Math.max(nowMs, atMs));
  return pausedSentence({ stopReason, lastMove }, nowMs - atMs < DAY_MS ? ago : `on ${ago}`);
}
