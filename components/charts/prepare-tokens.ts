import { least } from "@/lib/core/metrics/fold-ticks";
import { valueTicks } from "./axis-ticks";
import { meanOverRange } from "./range-means";
import type { TimeRow } from "./time-rows";

const MINUTE_MS = 60_000;

export type TokensRow = TimeRow & {
  /** Of the minute before the bucket's end (of the bucket, where it is longer), per minute. */
  readonly perMinute: number | null;
  readonly limit: number | null;
  /** Per cent of the provider's limits that it said are left. */
  readonly requestsLeft: number | null;
  readonly tokensLeft: number | null;
};

export interface TokensChartData {
  readonly rows: readonly TokensRow[];
  readonly yTicks: readonly number[];
  /** The newest figures; null where nothing was recorded. */
  readonly now: TokensRow | null;
  /** Of all seconds: tokens, per minute, and the least that the provider said is left. */
  readonly range: Pick<TokensRow, "perMinute" | "requestsLeft" | "tokensLeft"> & { readonly total: number };
}

/** C9: tokens per minute, rolling, and what the provider says is left. */
export function prepareTokens(timeRows: readonly TimeRow[]): TokensChartData {
  let from = 0;
  let sum = 0;
  const rows = timeRows.map((row, at): TokensRow => {
    const spanMs = Math.max(MINUTE_MS, row.endMs - row.startMs);
    sum += row.bucket?.tokens ?? 0;
    for (; from < at; from += 1) {
      const oldest = timeRows[from];
      if (oldest === undefined || oldest.startMs >= row.endMs - spanMs) break;
      sum -= oldest.bucket?.tokens ?? 0;
    }
    const { bucket } = row;
    const percent = (share: number | null | undefined) => (share == null ? null : Math.round(share * 1000) / 10);
    return {
      ...row,
      perMinute: bucket === null ? null : (sum * MINUTE_MS) / spanMs,
      limit: bucket?.tokenLimit ?? null,
      requestsLeft: percent(bucket?.headroom.requests),
      tokensLeft: percent(bucket?.headroom.tokens),
    };
  });
  const perSecond = meanOverRange(timeRows, (bucket) => bucket.tokens / bucket.samples);
  const highest = Math.max(1, ...rows.map((row) => Math.max(row.perMinute ?? 0, row.limit ?? 0)));
  return {
    rows,
    yTicks: valueTicks(highest * 1.05, 3, true),
    now: rows.findLast((row) => row.bucket !== null) ?? null,
    range: {
      total: timeRows.reduce((total, row) => total + (row.bucket?.tokens ?? 0), 0),
      perMinute: perSecond === null ? null : perSecond * 60,
      requestsLeft: least(rows.map((row) => row.requestsLeft)),
      tokensLeft: least(rows.map((row) => row.tokensLeft)),
    },
  };
}
