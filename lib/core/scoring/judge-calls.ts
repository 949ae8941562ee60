import type { JudgeConfig, RuleConfig } from "./evaluator-config";

/** Calls that one case makes to a judge's model, where nothing fails and no judge has to be asked twice. */
export interface JudgeCalls {
  readonly providerId: string;
  readonly model: string;
  readonly calls: number;
}

/** What the judges among a run's evaluators add to each case, one entry for each provider and model. */
export function judgeCallsPerCase(
  evaluators: readonly (RuleConfig | Pick<JudgeConfig, "type" | "providerId" | "model">)[],
): JudgeCalls[] {
  const found = new Map<string, JudgeCalls>();
  for (const config of evaluators) {
    if (config.type !== "judge") continue;
    const { providerId, model } = config;
    const key = JSON.stringify([providerId, model]);
    found.set(key, { providerId, model, calls: (found.get(key)?.calls ?? 0) + 1 });
  }
  return [...found.values()];
}
