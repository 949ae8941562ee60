import type { RunTarget } from "@/lib/core/runs/run-config";
import { PromptTokens } from "@/lib/core/tokens/prompt-tokens";
import { DEFAULT_OUTPUT_TOKENS } from "@/lib/core/tokens/token-estimator";
import type { DatasetRecord } from "@/lib/persistence/dataset-store";
import type { CallHistory } from "./call-history";
import type { ServiceContext } from "./context";

/** Cases whose tokens stand for the others, where nothing was measured yet. */
const SAMPLED_CASES = 20;

/** Tokens that a call is expected to take. `measured`: as earlier calls of the model did. */
export interface ExpectedTokens {
  readonly input: number;
  readonly output: number;
  readonly measured: boolean;
}

/**
 * As measured in the last days, else by a tokenizer: the template, and the mean of the first cases (of each value no more
 * than some thousand characters are looked at). Answers are taken to be as long as may be, and 256 tokens at most.
 */
export async function expectedTokens(
  context: Pick<ServiceContext, "tokenizer" | "stores">,
  history: Pick<CallHistory, "inputTokensPerCall" | "outputTokensPerCall">,
  dataset: Pick<DatasetRecord, "id">,
  target: RunTarget,
): Promise<ExpectedTokens> {
  const { inputTokensPerCall: input, outputTokensPerCall: output } = history;
  if (input !== null && output !== null) return { input, output, measured: true };
  const [{ items }] = await Promise.all([
    context.stores.datasets.cases(dataset.id, { limit: SAMPLED_CASES, afterOrd: -1 }),
    context.tokenizer.ready(),
  ]);
  const prompt = new PromptTokens(target, context.tokenizer.count);
  const counted = items.reduce((sum, item) => sum + prompt.of(item.vars), 0);
  return {
    input: items.length === 0 ? prompt.shared : Math.ceil(counted / items.length),
    output: Math.min(target.params.maxOutputTokens ?? DEFAULT_OUTPUT_TOKENS, DEFAULT_OUTPUT_TOKENS),
    measured: false,
  };
}
