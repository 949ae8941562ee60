import { type ForecastBound, type ForecastInput, forecastRun } from "./closed-form";

/** One run of a matrix. */
export interface MatrixCell {
  readonly poolId: string;
  /** What all runs of the pool share. */
  readonly poolLimits: PoolShare;
  /** With the limits that hold for this run alone. */
  readonly input: ForecastInput;
  /** What its judges take by themselves. */
  readonly judgesMs: number;
}

type PoolShare = Pick<ForecastInput, "requestsPerSecond" | "burst" | "concurrency" | "tokensPerMinute">;

export interface MatrixForecast {
  readonly durationMs: number;
  readonly boundBy: ForecastBound;
  readonly pools: readonly { readonly poolId: string; readonly cells: number; readonly durationMs: number }[];
}

/**
 * How long a matrix takes in all. Runs of one pool take turns, so that together they go at most as fast as the pool and
 * as their own limits sum up to; pools go on side by side.
 */
export function forecastMatrix(cells: readonly MatrixCell[]): MatrixForecast {
  const poolIds = [...new Set(cells.map(({ poolId }) => poolId))];
  const pools = poolIds.map((poolId) => {
    const own = cells.filter((cell) => cell.poolId === poolId);
    const { durationMs, boundBy } = forecastRun(together(own));
    return { poolId, cells: own.length, durationMs, boundBy };
  });
  // Judges of one launch ask one another's pools: they are taken to share one.
  const judgesMs = cells.reduce((sum, cell) => sum + cell.judgesMs, 0);
  const slowest = pools.reduce((most, pool) => (pool.durationMs > most.durationMs ? pool : most), {
    durationMs: judgesMs,
    boundBy: judgesMs > 0 ? ("judge" as const) : ("latency" as ForecastBound),
  });
  return {
    durationMs: slowest.durationMs,
    boundBy: slowest.boundBy,
    pools: pools.map(({ poolId, cells: count, durationMs }) => ({ poolId, cells: count, durationMs })),
  };
}

/** The runs of one pool as if they were one. */
function together(cells: readonly MatrixCell[]): ForecastInput {
  const [first] = cells;
  if (first === undefined) throw new Error("a pool without runs has no forecast");
  const { poolLimits } = first;
  const sum = (pick: (input: ForecastInput) => number) => cells.reduce((total, { input }) => total + pick(input), 0);
  const cases = sum((input) => input.cases);
  const mean = (pick: (input: ForecastInput) => number) =>
    cases === 0 ? pick(first.input) : sum((input) => input.cases * pick(input)) / cases;
  const tokens = cells.every(({ input }) => input.tokensPerAttempt !== null)
    ? mean((input) => input.tokensPerAttempt ?? 0)
    : null;
  const ownTokens = cells.every(({ input }) => input.tokensPerMinute !== null)
    ? sum((input) => input.tokensPerMinute ?? 0)
    : null;
  return {
    ...first.input,
    // As a pool's runs, they share it with one another.
    shareRps: null,
    accountRps: wholeAccountRps(first.input, poolLimits.requestsPerSecond),
    cases,
    requestsPerSecond: Math.min(
      poolLimits.requestsPerSecond,
      sum((input) => input.requestsPerSecond),
    ),
    burst: Math.min(
      poolLimits.burst,
      sum((input) => input.burst),
    ),
    concurrency: Math.min(
      poolLimits.concurrency,
      sum((input) => input.concurrency),
    ),
    tokensPerMinute: lower(poolLimits.tokensPerMinute, ownTokens),
    latencyMs: mean((input) => input.latencyMs),
    latencyP95Ms: Math.max(...cells.map(({ input }) => input.latencyP95Ms)),
    retriedShare: mean((input) => input.retriedShare),
    tokensPerAttempt: tokens,
  };
}

function lower(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/** What the provider lets through of all runs, of one of which it is known. */
function wholeAccountRps({ accountRps, shareRps }: ForecastInput, poolRps: number): number | null {
  if (accountRps == null) return null;
  return shareRps == null ? accountRps : (accountRps * poolRps) / shareRps;
}
