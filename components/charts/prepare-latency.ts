import { logTicks, valueTicks } from "./axis-ticks";
import type { RangeTimes } from "./range-means";
import type { TimeRow } from "./time-rows";

export interface LatencyRow extends TimeRow {
  /** Seconds; null where no attempt ended in the bucket. */
  readonly callP50: number | null;
  readonly callP95: number | null;
  readonly waitP50: number | null;
  readonly waitP95: number | null;
  /** Attempts that the latency rests on. */
  readonly n: number;
}

export interface LatencyChartData {
  readonly rows: readonly LatencyRow[];
  /** Logarithmic where the slow calls are more than ten times slower than the usual ones; then a 0 is not drawn. */
  readonly scale: "linear" | "log";
  readonly yTicks: readonly number[];
  /** Where a call is given up, seconds; null where no call comes near it. */
  readonly timeoutS: number | null;
  /** The newest bucket in which calls ended. */
  readonly now: LatencyFigures;
}

/** What the sentence tells, seconds; null: nothing ended. */
interface LatencyFigures {
  readonly callP50: number | null;
  readonly callP95: number | null;
  readonly waitP50: number | null;
}

/** The figures of a whole range. */
export function timesOf({ latencyMs, limiterWaitMs }: RangeTimes): LatencyFigures {
  return {
    callP50: inSeconds(latencyMs.p50),
    callP95: inSeconds(latencyMs.p95),
    waitP50: inSeconds(limiterWaitMs.p50),
  };
}

function inSeconds(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : ms / 1000;
}

/** Calls are near the timeout when it is at most so many times the slowest shown. */
const NEAR_TIMEOUT = 2;

/** C4: provider latency and limiter wait. */
export function prepareLatency(
  timeRows: readonly TimeRow[],
  timeoutMs: number = Number.POSITIVE_INFINITY,
): LatencyChartData {
  const rows = timeRows.map(toLatencyRow);
  const calls = rows.flatMap((row) => [row.callP50, row.callP95]).filter((v) => v !== null);
  const waits = rows.flatMap((row) => [row.waitP50, row.waitP95]).filter((v) => v !== null);
  const all = [...calls, ...waits];
  const settled = rows.findLast((row) => row.callP50 !== null);
  const now = {
    callP50: settled?.callP50 ?? null,
    callP95: settled?.callP95 ?? null,
    waitP50: settled?.waitP50 ?? null,
  };
  const slowestCall = Math.max(0, ...calls);
  const timeoutS = slowestCall > 0 && timeoutMs / 1000 <= slowestCall * NEAR_TIMEOUT ? timeoutMs / 1000 : null;
  const highest = Math.max(0, timeoutS ?? 0, ...all);
  if (needsLog(rows, all)) {
    return { rows, scale: "log", yTicks: logTicks(Math.min(...all), highest), timeoutS, now };
  }
  return { rows, scale: "linear", yTicks: valueTicks(highest === 0 ? 1 : highest), timeoutS, now };
}

function needsLog(rows: readonly LatencyRow[], all: readonly number[]): boolean {
  if (all.length === 0 || all.some((value) => value <= 0)) return false;
  return rows.some(
    (row) => row.callP50 !== null && row.callP95 !== null && row.n >= 20 && row.callP95 / row.callP50 > 10,
  );
}

function toLatencyRow(row: TimeRow): LatencyRow {
  const { bucket } = row;
  return {
    ...row,
    callP50: inSeconds(bucket?.latencyMs.p50),
    callP95: inSeconds(bucket?.latencyMs.p95),
    waitP50: inSeconds(bucket?.limiterWaitMs.p50),
    waitP95: inSeconds(bucket?.limiterWaitMs.p95),
    n: bucket?.latencyMs.n ?? 0,
  };
}
