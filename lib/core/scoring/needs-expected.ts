import type { EvaluatorConfig } from "./evaluator-config";
import { rubricNeedsExpected } from "./judge-prompt";

/** True where some evaluator compares with the case's expected value, so that a dataset without any cannot be scored. */
export function evaluatorsNeedExpected(configs: readonly EvaluatorConfig[]): boolean {
  return configs.some(needsExpected);
}

function needsExpected(config: EvaluatorConfig): boolean {
  switch (config.type) {
    case "exact":
    case "numeric":
    case "levenshtein":
      return true;
    case "contains":
      return config.value === undefined;
    case "regex":
      return config.compare !== "match";
    case "json":
      return config.equals;
    case "judge":
      return rubricNeedsExpected(config.rubric);
  }
}
