import { arithmeticAnswer } from "./arithmetic-answer";
import { hashText, seededChance } from "./seeded-chance";

/** Where the simulated provider's answers come from. */
export interface AnswerBook {
  /** A model that is not known gets 404 `model_not_found`. */
  hasModel(model: string): boolean;
  /** The same model, prompt and seed always give the same answer. */
  answer(model: string, prompt: string, seed: number): string;
}

/** How often the built-in skill is wrong, so that a sample run has something to show. */
export const WRONG_SHARE = 0.15;

/** Works out arithmetic (mostly right), and echoes everything else. Knows every model; each errs on other prompts. */
export const builtInAnswers: AnswerBook = {
  hasModel: () => true,
  answer(model, prompt, seed) {
    const result = arithmeticAnswer(prompt);
    if (result === null)
      return `Simulated answer ${hashText(`${model}\n${prompt}`).toString(36)} to: ${firstLine(prompt)}`;
    const random = seededChance(seed, hashText(`${model}\n${prompt}`));
    const wrong = random() < WRONG_SHARE;
    return formatNumber(wrong ? result + 1 + Math.floor(random() * 9) : result);
  },
};

function firstLine(prompt: string): string {
  const line = prompt.trimStart().split("\n", 1)[0] ?? "";
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}

function formatNumber(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}
