import type { MetricsBucket } from "@/lib/contracts/metrics";
import { valueTicks } from "./axis-ticks";
import type { TimeRow } from "./time-rows";

/** The kinds of the lane, in the order of the stack. */
export const ERROR_KINDS = ["rateLimited", "server", "timeout", "network", "refused"] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

const COUNT: Record<ErrorKind, (bucket: MetricsBucket) => number> = {
  rateLimited: (b) => b.rateLimited,
  server: (b) => b.errors.http5xx + b.errors.overloaded + b.errors.slowDown,
  timeout: (b) => b.errors.timeout,
  network: (b) => b.errors.network,
  refused: (b) => b.errors.auth + b.errors.badRequest + b.errors.quotaExhausted,
};

export type ErrorsRow = TimeRow & Readonly<Record<ErrorKind, number>> & { readonly total: number | null };

export interface ErrorsChartData {
  readonly rows: readonly ErrorsRow[];
  readonly yTicks: readonly number[];
  readonly totals: Readonly<Record<ErrorKind, number>>;
}

/** C2: failed attempts per bucket by kind. */
export function prepareErrors(timeRows: readonly TimeRow[], hidden: ReadonlySet<string> = new Set()): ErrorsChartData {
  const rows = timeRows.map((row) => {
    const counts = countKinds(row.bucket);
    const shown = ERROR_KINDS.filter((kind) => !hidden.has(kind)).reduce((sum, kind) => sum + counts[kind], 0);
    return { ...row, ...counts, total: row.bucket === null ? null : shown };
  });
  const totals = countKinds(null);
  for (const row of rows) for (const kind of ERROR_KINDS) totals[kind] += row[kind];
  const highest = Math.max(1, ...rows.map((row) => row.total ?? 0));
  return { rows, yTicks: valueTicks(highest, 2, true), totals };
}

function countKinds(bucket: MetricsBucket | null): Record<ErrorKind, number> {
  const count = (kind: ErrorKind) => (bucket === null ? 0 : COUNT[kind](bucket));
  return {
    rateLimited: count("rateLimited"),
    server: count("server"),
    timeout: count("timeout"),
    network: count("network"),
    refused: count("refused"),
  };
}
