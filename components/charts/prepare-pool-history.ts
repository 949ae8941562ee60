import type { PoolHistoryResponse } from "@/lib/contracts/providers";

type Entry = PoolHistoryResponse["items"][number];

/** A point of the steps. `entry` is null at the ends, where nothing changed. */
export interface PoolHistoryPoint {
  /** Epoch ms. */
  readonly x: number;
  /** The rate in force from here on, requests per second; null while it is not known. */
  readonly rps: number | null;
  /** What the provider's headers said from here on. */
  readonly reportedRps: number | null;
  readonly entry: Entry | null;
}

/** The chart spans this much at least, so that a change of a moment ago does not fill it. */
const LEAST_SPAN_MS = 600_000;

/** The rate in force and the reported limit of requests as steps, from the first change to now. */
export function preparePoolHistory(
  entries: readonly Entry[],
  nowRps: number | null,
  nowMs: number,
): { readonly points: PoolHistoryPoint[]; readonly fromMs: number; readonly toMs: number; readonly maxRps: number } {
  const relevant = entries.filter((entry) => entry.dimension === "requests");
  const firstRate = relevant.find((entry) => entry.kind === "rate");
  let rps = firstRate?.oldValue ?? nowRps;
  let reportedRps: number | null = null;
  const firstMs = relevant[0] === undefined ? nowMs : Date.parse(relevant[0].at);
  const fromMs = Math.min(firstMs, nowMs - LEAST_SPAN_MS);
  const points: PoolHistoryPoint[] = [{ x: fromMs, rps, reportedRps, entry: null }];
  for (const entry of relevant) {
    if (entry.kind === "rate") rps = entry.newValue;
    // Headers tell requests per minute.
    else reportedRps = entry.newValue / 60;
    points.push({ x: Date.parse(entry.at), rps, reportedRps, entry });
  }
  points.push({ x: nowMs, rps: nowRps ?? rps, reportedRps, entry: null });
  const maxRps = Math.max(...points.flatMap((point) => [point.rps ?? 0, point.reportedRps ?? 0]));
  return { points, fromMs, toMs: nowMs, maxRps };
}

export const CHANGE_WORDS: Record<Entry["why"], string> = {
  refused: "the provider refused requests",
  recovering: "no refusals, more was tried",
  learned: "kept to what the provider reports",
  configured: "set by hand",
  told: "the provider reported it",
};
