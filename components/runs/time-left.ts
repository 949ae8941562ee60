import type { RunResponse } from "@/lib/contracts/runs";
import { etaIsGrounded } from "@/lib/core/runs/eta";
import { formatClockMinutes, formatDuration, formatEta } from "@/lib/format";

/** What the page says of the time left, and when that is. */
export interface TimeLeft {
  readonly text: string;
  /** What stands behind the figure: "forecast", "after 12 s of waiting". */
  readonly remark: string | null;
  /** "≈ 14:32"; null where no moment can be named. */
  readonly clock: string | null;
}

const NOTHING: TimeLeft = { text: "–", remark: null, clock: null };

/** The time left of a run, in words. `etaMs` is steadied already; `lost`: the page is cut off. */
export function timeLeftOf(
  run: Pick<RunResponse, "state" | "counts" | "activeMs" | "expected" | "cooldownUntil">,
  etaMs: number | null,
  nowMs: number | null,
  lost: boolean,
): TimeLeft {
  if (lost) return NOTHING;
  if (run.state === "paused" || run.state === "pausing") return { text: "paused", remark: null, clock: null };
  if (!etaIsGrounded(run.counts.done, run.activeMs) && run.expected !== null && run.state === "running") {
    const left = Math.max(0, run.expected.durationMs - run.activeMs);
    return { text: formatEta(left), remark: "forecast", clock: clockOf(left, nowMs) };
  }
  if (etaMs === null) return NOTHING;
  const waitMs = run.cooldownUntil === null || nowMs === null ? 0 : Date.parse(run.cooldownUntil) - nowMs;
  if (waitMs >= 1000) {
    const rest = formatEta(Math.max(0, etaMs - waitMs));
    const wait = formatDuration(Math.ceil(waitMs / 1000) * 1000).replace(".0", "");
    return { text: rest, remark: `waits ${wait} first`, clock: clockOf(etaMs, nowMs) };
  }
  return { text: formatEta(etaMs), remark: null, clock: clockOf(etaMs, nowMs) };
}

function clockOf(leftMs: number, nowMs: number | null): string | null {
  return nowMs === null ? null : `≈ ${formatClockMinutes(nowMs + leftMs)}`;
}
