import type { ForecastResponse } from "@/lib/contracts/forecast";
import type { PoolResponse } from "@/lib/contracts/providers";
import type { CreateRunRequest } from "@/lib/contracts/run-launch";
import type { JudgeLoad } from "@/lib/core/forecast/judge-forecast";
import { type JudgeNames, type JudgeRequest, readJudge } from "./judge-draft";
import type { LaunchTexts } from "./launch-draft";

export interface JudgeOutlookContext extends JudgeNames {
  readonly pools: readonly PoolResponse[];
  /** The target's. */
  readonly pool: PoolResponse | undefined;
  readonly measured: ForecastResponse | undefined;
}

/** A call to a model that was never called here. */
const ASSUMED_LATENCY_MS = 2000;

/** The judges of a draft that are filled in. */
export function judgesOfDraft(draft: Pick<LaunchTexts, "evaluators">, names: JudgeNames): JudgeRequest[] {
  return draft.evaluators.flatMap((evaluator) => {
    const read = evaluator.type === "judge" ? readJudge(evaluator, names) : null;
    return read !== null && "config" in read ? [read.config] : [];
  });
}

/** What the judges of a draft ask of which pools. */
export function judgeLoads(draft: Pick<LaunchTexts, "evaluators">, context: JudgeOutlookContext): JudgeLoad[] {
  const loads = new Map<string, JudgeLoad>();
  for (const { providerId, model } of judgesOfDraft(draft, context)) {
    const pool = poolOf(context.pools, providerId, model);
    if (pool === undefined) continue;
    const known = loads.get(pool.id);
    const told = context.measured?.judges.find((each) => each.providerId === providerId && each.model === model);
    loads.set(pool.id, {
      providerName: pool.providerName,
      calls: (known?.calls ?? 0) + 1,
      limits: pool.limits,
      shared: pool.id === context.pool?.id,
      latencyMs: Math.max(known?.latencyMs ?? 0, told?.latencyMs ?? ASSUMED_LATENCY_MS),
    });
  }
  return [...loads.values()];
}

/** The pool that calls to the model go through: its own, else the provider's. */
export function poolOf(pools: readonly PoolResponse[] | undefined, providerId: string | undefined, model: string) {
  const own = pools?.filter((pool) => pool.providerId === providerId) ?? [];
  return own.find((pool) => pool.model === model) ?? own.find((pool) => pool.model === "*");
}

/** Judges as a forecast is asked about them: the text of a rubric that is being typed is no part of that. */
export function judgesToMeasure(judges: readonly JudgeRequest[]): CreateRunRequest["evaluators"] {
  return judges.map(({ type, providerId, model, rubric }) => ({
    type,
    providerId,
    model,
    rubric: typeof rubric === "string" ? rubric : { prompt: "{{output}}" },
  }));
}
