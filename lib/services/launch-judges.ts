import { DomainError, type Issue } from "@/lib/core/errors";
import { judgesOf, type NamedJudge } from "@/lib/core/scoring/evaluate";
import type { EvaluatorConfig, EvaluatorRequest } from "@/lib/core/scoring/evaluator-config";
import { rubricCaseVariables } from "@/lib/core/scoring/judge-prompt";
import type { PoolRecord } from "@/lib/engine/ports/pool-records";
import type { DatasetRecord } from "@/lib/persistence/dataset-store";
import type { ProviderRecord } from "@/lib/persistence/provider-store";
import type { ServiceContext } from "./context";
import { loadReadyRubrics } from "./ready-rubrics";

/** A judge of a launch with what its calls go through. */
export interface PlannedJudge extends NamedJudge {
  readonly provider: ProviderRecord;
  readonly pool: PoolRecord;
}

/**
 * Evaluators with the texts of the rubrics that they name: frozen with the run, so that no later version of a library
 * changes what was judged by.
 * @throws DomainError infeasible, where a rubric has no such name
 */
export async function resolveEvaluators(evaluators: readonly EvaluatorRequest[]): Promise<EvaluatorConfig[]> {
  const named = evaluators.some((evaluator) => evaluator.type === "judge" && typeof evaluator.rubric === "string");
  const ready = named ? await loadReadyRubrics() : [];
  const issues: Issue[] = [];
  const resolved = evaluators.flatMap((evaluator, at): EvaluatorConfig[] => {
    if (evaluator.type !== "judge") return [evaluator];
    const { rubric } = evaluator;
    if (typeof rubric !== "string") return [{ ...evaluator, rubric }];
    const found = ready.find(({ name }) => name === rubric);
    if (found === undefined) {
      const names = ready.map(({ name }) => name).join(", ");
      const message = `there is no rubric "${rubric}"; there are ${names}, or give one of your own`;
      issues.push({ path: `evaluators[${at}].rubric`, message });
      return [];
    }
    const { name, source, prompt, choices } = found;
    return [{ ...evaluator, rubric: { name, source, prompt, choices } }];
  });
  refuse(issues);
  return resolved;
}

/**
 * Checks the judges of a launch and finds their pools.
 * @throws DomainError infeasible, where a provider is not there or a rubric names a variable that the dataset lacks
 */
export async function planJudges(
  context: ServiceContext,
  dataset: DatasetRecord,
  evaluators: readonly EvaluatorConfig[],
): Promise<PlannedJudge[]> {
  const known = new Set(dataset.variables.map((variable) => variable.name));
  const issues: Issue[] = [];
  const planned: PlannedJudge[] = [];
  for (const judge of judgesOf(evaluators)) {
    const { config } = judge;
    const path = `evaluators[${evaluators.indexOf(config)}]`;
    for (const name of rubricCaseVariables(config.rubric)) {
      if (known.has(name)) continue;
      const message = `the rubric names {{${name}}}, which the dataset "${dataset.name}" lacks`;
      issues.push({ path: `${path}.rubric`, message });
    }
    const provider = await context.stores.providers.get(config.providerId);
    if (provider === null || provider.workspaceId !== context.actor.workspaceId || provider.archivedAt !== null) {
      issues.push({ path: `${path}.providerId`, message: `there is no provider ${config.providerId} to judge` });
      continue;
    }
    const pool = await context.stores.pools.forModel(provider.id, config.model);
    if (pool === null) throw new Error(`Provider ${provider.id} has no pool`);
    planned.push({ ...judge, provider, pool });
  }
  refuse(issues);
  return planned;
}

function refuse(issues: readonly Issue[]): void {
  const [first] = issues;
  if (first !== undefined) throw new DomainError("infeasible", `${first.path}: ${first.message}.`, issues);
}
