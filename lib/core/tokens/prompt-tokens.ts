import type { Json } from "../datasets/dataset-case";
import { templateParts, valueText } from "../prompt-template";
import type { RunTarget } from "../runs/run-config";
import { type CountTokens, countLongText } from "./count-tokens";

/**
 * What a chat format adds to each message, and once to begin the answer: 3 tokens each with OpenAI's
 * (https://github.com/openai/openai-cookbook, "How to count tokens with tiktoken").
 */
const PER_MESSAGE = 3;
const PER_REQUEST = 3;

/**
 * Tokens of a template filled with a case. The part that all cases share is counted once; where it meets a value, up
 * to one token too many is counted.
 */
export class PromptTokens {
  readonly #count: CountTokens;
  readonly #literals: readonly string[];
  readonly #variables: readonly string[];
  readonly #messages: number;
  #shared: number | null = null;

  constructor(target: Pick<RunTarget, "prompt" | "messages">, count: CountTokens) {
    const { messages, literals, variables } = templateParts(target);
    this.#count = count;
    this.#messages = messages;
    this.#literals = literals;
    this.#variables = variables;
  }

  /** The variables that it names, each as often as it stands in it. */
  get variables(): readonly string[] {
    return this.#variables;
  }

  /** The template without values. */
  get shared(): number {
    this.#shared ??= this.#literals.reduce((sum, text) => sum + countLongText(text, this.#count), this.#formatTokens);
    return this.#shared;
  }

  /** With a case's values; what the case lacks counts nothing. */
  of(vars: Readonly<Record<string, Json>>): number {
    const counted = new Map<string, number>();
    let sum = this.shared;
    for (const name of this.#variables) {
      const known = counted.get(name) ?? countLongText(valueText(vars[name] ?? null), this.#count);
      counted.set(name, known);
      sum += known;
    }
    return sum;
  }

  get #formatTokens(): number {
    return this.#messages * PER_MESSAGE + PER_REQUEST;
  }
}
