/** Beyond so many pairs a model is called `other`: its name is free text, and each pair costs a few dozen series. */
const TARGETS_MAX = 200;

/** The labels of a provider and model, for as many pairs as a time series database takes without harm. */
export function boundedTargets(most = TARGETS_MAX): (provider: string, model: string) => TargetLabels {
  const seen = new Set<string>();
  return (provider, model) => {
    const pair = JSON.stringify([provider, model]);
    if (!seen.has(pair) && seen.size >= most) return { provider, model: "other" };
    seen.add(pair);
    return { provider, model };
  };
}

export interface TargetLabels {
  readonly provider: string;
  readonly model: string;
}
