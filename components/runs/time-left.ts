import type { RunResponse } from "@/lib/contracts/runs";
import { etaIsGrounded } from "@/lib/core/runs/eta";
import { formatClockMinutes, formatDuration, formatEta } from "@/lib/format";
import type { Eta } from "./use-steady-eta";

/** What the page says of the time left, and when that is. */
export interface TimeLeft {
  /** "1 min 40 s", "waits 12 s", "paused". */
  readonly text: string;
  /** What stands behind the figure: "forecast", or "then ≈1 min 40 s" behind a wait. */
  readonly remark: string | null;
  /** "finishes ≈14:32", "finishes ≈14:32–14:35"; null where no moment can be named. */
  readonly finishes: string | null;
}

const NOTHING: TimeLeft = { text: "–", remark: null, finishes: null };

/** The time left of a run, in words. `eta` is steadied already. */
export function timeLeftOf(
  run: Pick<RunResponse, "state" | "counts" | "activeMs" | "expected" | "cooldownUntil">,
  eta: Eta | null,
  nowMs: number | null,
): TimeLeft {
  if (run.state === "paused" || run.state === "pausing") return { text: "paused", remark: null, finishes: null };
  const waitMs = run.cooldownUntil === null || nowMs === null ? 0 : Date.parse(run.cooldownUntil) - nowMs;
  if (!etaIsGrounded(run.counts.done, run.activeMs) && run.expected !== null && run.state === "running") {
    const left = Math.max(0, run.expected.durationMs - run.activeMs);
    const told = { text: formatEta(left), remark: "forecast", finishes: finishText([left, left], nowMs) };
    return waitMs >= WAIT_LEAST_MS ? { ...told, ...behindWait(waitMs, left) } : told;
  }
  if (eta === null) return NOTHING;
  const finishes = finishText([eta.leastMs, eta.mostMs], nowMs);
  return waitMs >= WAIT_LEAST_MS
    ? { ...behindWait(waitMs, eta.ms - waitMs), finishes }
    : { text: formatEta(eta.ms), remark: null, finishes };
}

/** A shorter wait is over before it is read. */
const WAIT_LEAST_MS = 1000;

function behindWait(waitMs: number, restMs: number): Pick<TimeLeft, "text" | "remark"> {
  const wait = formatDuration(Math.ceil(waitMs / 1000) * 1000).replace(".0", "");
  return { text: `waits ${wait}`, remark: `then ≈${formatEta(Math.max(0, restMs))}` };
}

/** From here on a time of the clock does not say which day is meant. */
const CLOCK_MOST_MS = 20 * 3_600_000;

/** A moment, or two where the clock tells them apart. */
export function finishText([leastMs, mostMs]: readonly [number, number], nowMs: number | null): string | null {
  if (nowMs === null || mostMs > CLOCK_MOST_MS) return null;
  const [from, to] = [leastMs, mostMs].map((ms) => formatClockMinutes(nowMs + ms));
  return `finishes ≈${from === to ? from : `${from}–${to}`}`;
}
