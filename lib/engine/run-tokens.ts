import type { Json } from "@/lib/core/datasets/dataset-case";
import { type TokenCount, type TokenLimits, type TokenMisfit, tokenMisfit } from "@/lib/core/limits/token-budget";
import type { ChatMessage, RunTarget } from "@/lib/core/runs/run-config";
import { type CountTokens, countLongText } from "@/lib/core/tokens/count-tokens";
import { PromptTokens } from "@/lib/core/tokens/prompt-tokens";
import { TokenEstimator, type UsageRecord } from "@/lib/core/tokens/token-estimator";

/** Token estimates for the cases of one run: the template is counted once, answers are learned from. */
export class RunTokens {
  readonly #prompt: PromptTokens;
  readonly #estimator: TokenEstimator;
  readonly #maxOutputTokens: number;

  /** `shared`: what the model's answers in other runs of the pool showed. */
  constructor(target: RunTarget, count: CountTokens, shared: UsageRecord) {
    this.#prompt = new PromptTokens(target, count);
    this.#estimator = new TokenEstimator(shared, target.params.maxOutputTokens ?? null);
    this.#maxOutputTokens = target.params.maxOutputTokens ?? 0;
  }

  ofCase(vars: Readonly<Record<string, Json>>): CaseTokens {
    return new CaseTokens(() => this.#prompt.of(vars), this.#estimator, this.#maxOutputTokens);
  }
}

/** Token estimates for the questions to one judge. */
export class JudgeTokens {
  readonly #count: CountTokens;
  readonly #estimator: TokenEstimator;
  readonly #maxOutputTokens: number;

  /** `shared`: what the model's answers in all runs of the pool showed. */
  constructor(count: CountTokens, shared: UsageRecord, maxOutputTokens: number | null) {
    this.#count = count;
    this.#estimator = new TokenEstimator(shared, maxOutputTokens);
    this.#maxOutputTokens = maxOutputTokens ?? 0;
  }

  of(messages: readonly ChatMessage[]): CaseTokens {
    const count = () => messages.reduce((sum, { content }) => sum + countLongText(content, this.#count), 0);
    return new CaseTokens(count, this.#estimator, this.#maxOutputTokens);
  }
}

/** One case's tokens. Its prompt is counted when it is first asked for, and then only once. */
export class CaseTokens {
  readonly #count: () => number;
  readonly #estimator: TokenEstimator;
  readonly #maxOutputTokens: number;
  #counted: number | null = null;

  constructor(count: () => number, estimator: TokenEstimator, maxOutputTokens: number) {
    this.#count = count;
    this.#estimator = estimator;
    this.#maxOutputTokens = maxOutputTokens;
  }

  /** What to reserve for the next call. */
  estimate(): TokenCount {
    return this.#estimator.estimate(this.#input());
  }

  /** A response told its use. */
  note(usage: { readonly inputTokens: number | null; readonly outputTokens: number | null }): void {
    this.#estimator.note(this.#counted, { input: usage.inputTokens, output: usage.outputTokens });
  }

  /** Why no wait can make the case fit; null where it fits. All the output that it may ask for is counted. */
  misfit(limits: readonly TokenLimits[]): TokenMisfit | null {
    for (const each of limits) {
      if (each.tokensPerMinute === null && each.inputTokensPerMinute === null && each.outputTokensPerMinute === null) {
        continue;
      }
      const found = tokenMisfit(each, { input: this.estimate().input, output: this.#maxOutputTokens });
      if (found !== null) return found;
    }
    return null;
  }

  #input(): number {
    this.#counted ??= this.#count();
    return this.#counted;
  }
}
