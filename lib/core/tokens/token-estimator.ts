import type { TokenCount, TokenUsage } from "../limits/token-budget";
import { RunningQuantile } from "./running-quantile";

/** Output of a call to a model that has not answered yet and was given no maximum. */
export const DEFAULT_OUTPUT_TOKENS = 256;

/** Answers that the figures rest on: enough for a 95th percentile, few enough to follow a change. */
const WINDOW = 256;
const OUTPUT_QUANTILE = 0.95;
/** A run's own answers count alone from here on; before, those of its model in other runs help. */
const ENOUGH_ANSWERS = 20;
/** Prompts counted by the tokenizer of another vendor are off by a factor, which is learned: within these bounds. */
const RATIO = { min: 0.25, max: 4, fromAnswers: 5, keep: 0.98 } as const;

/** What responses told of their use of tokens: how long answers are, and how far the tokenizer is off. */
export class UsageRecord {
  readonly #outputs = new RunningQuantile(WINDOW);
  #inputs = 0;
  #told = 0;
  #counted = 0;

  get answers(): number {
    return this.#outputs.count;
  }

  /** `countedInput`: what the tokenizer made of the prompt; null where it was not asked. */
  note(countedInput: number | null, used: TokenUsage): void {
    if (used.output !== null) this.#outputs.add(used.output);
    if (used.input === null || countedInput === null || countedInput <= 0) return;
    this.#inputs += 1;
    this.#told = this.#told * RATIO.keep + used.input;
    this.#counted = this.#counted * RATIO.keep + countedInput;
  }

  /** Output tokens that 95 % of the newest answers do not exceed; null before the first. */
  get outputP95(): number | null {
    return this.#outputs.quantile(OUTPUT_QUANTILE);
  }

  /** Tokens that the provider counts for one of ours. */
  get inputRatio(): number | null {
    if (this.#inputs < RATIO.fromAnswers) return null;
    return Math.min(RATIO.max, Math.max(RATIO.min, this.#told / this.#counted));
  }
}

/**
 * What to reserve for a call: the prompt's tokens, corrected by what the provider has told of earlier ones, and for the
 * answer the running 95th percentile of the run's own (of its model's in the pool, while the run has few). Before any
 * answer: `maxOutputTokens`, or 256 where there is none.
 */
export class TokenEstimator {
  readonly #own = new UsageRecord();
  readonly #shared: UsageRecord;
  readonly #maxOutputTokens: number | null;

  /** `shared`: the record of the model in its pool, which several runs write. */
  constructor(shared: UsageRecord, maxOutputTokens: number | null) {
    this.#shared = shared;
    this.#maxOutputTokens = maxOutputTokens;
  }

  /** `countedInput`: the prompt's tokens by the tokenizer. */
  estimate(countedInput: number): TokenCount {
    const ratio = this.#own.inputRatio ?? this.#shared.inputRatio ?? 1;
    return { input: Math.ceil(countedInput * ratio), output: this.#output() };
  }

  /** A response told its use. */
  note(countedInput: number | null, used: TokenUsage): void {
    this.#own.note(countedInput, used);
    this.#shared.note(countedInput, used);
  }

  #output(): number {
    const best = this.#own.answers >= ENOUGH_ANSWERS || this.#shared.answers === 0 ? this.#own : this.#shared;
    const known = best.outputP95;
    if (known === null) return this.#maxOutputTokens ?? DEFAULT_OUTPUT_TOKENS;
    return this.#maxOutputTokens === null ? known : Math.min(known, this.#maxOutputTokens);
  }
}
