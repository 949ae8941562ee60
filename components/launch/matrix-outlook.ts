import { forecastMatrix, type MatrixForecast } from "@/lib/core/forecast/matrix-forecast";
import { cellLabel } from "./launch-cells";
import { type LaunchDraft, promptsOf } from "./launch-draft";
import { launchOutlook, type Outlook, type OutlookContext } from "./launch-outlook";
import type { ReadLaunch } from "./read-launch";

/** One run of the matrix, with its forecast as if it ran alone. */
export interface CellOutlook {
  readonly label: string;
  /** 0: the form's first model; the others are its further ones. */
  readonly modelAt: number;
  readonly outlook: Outlook;
}

export interface MatrixOutlook {
  readonly cells: readonly CellOutlook[];
  /** All together, sharing their pools. */
  readonly forecast: MatrixForecast;
  /** The pools that several runs share, with what they share. */
  readonly shared: readonly { readonly name: string; readonly runs: number; readonly requestsPerSecond: number }[];
  /** US dollars of all runs; null where any is not known. */
  readonly costUsd: number | null;
}

/** What the matrix would take, cell by cell and in all; null while it is no matrix, or some of it is not known yet. */
export function matrixOutlook(draft: LaunchDraft, read: ReadLaunch, context: OutlookContext): MatrixOutlook | null {
  const prompts = promptsOf(draft);
  const { provider, model, pool, measured } = context;
  const models = [{ provider, model, pool, measured }, ...context.more];
  if (models.length * prompts.length < 2) return null;
  const cells = models.flatMap((each, modelAt) =>
    prompts.flatMap((text, promptAt): (CellOutlook & { pool: NonNullable<typeof pool> })[] => {
      if (each.pool === undefined) return [];
      const outlook = launchOutlook({ ...draft, ...text, variants: [] }, read, { ...context, ...each });
      const label = cellLabel(models, prompts.length, modelAt, promptAt);
      return outlook === null ? [] : [{ label, modelAt, outlook, pool: each.pool }];
    }),
  );
  if (cells.length < models.length * prompts.length) return null;
  const forecast = forecastMatrix(
    cells.map(({ outlook, pool: own }) => ({
      poolId: own.id,
      poolLimits: own.limits,
      input: outlook.input,
      judgesMs: outlook.judged.judgesMs,
    })),
  );
  const shared = forecast.pools.flatMap(({ poolId, cells: runs }) => {
    const own = cells.find((cell) => cell.pool.id === poolId)?.pool;
    if (runs < 2 || own === undefined) return [];
    return [{ name: own.providerName, runs, requestsPerSecond: own.limits.requestsPerSecond }];
  });
  const costs = cells.map(({ outlook }) => outlook.cost?.usd ?? null);
  const costUsd = costs.reduce<number | null>((sum, usd) => (sum === null || usd === null ? null : sum + usd), 0);
  return { cells: cells.map(({ pool: _, ...cell }) => cell), forecast, shared, costUsd };
}
