import type { RunTarget } from "@/lib/core/runs/run-config";
import type { DatasetRecord } from "@/lib/persistence/dataset-store";

/**
 * English text has about four characters to a token (OpenAI's rule of thumb:
 * https://help.openai.com/en/articles/4936856-what-are-tokens-and-how-to-count-them).
 */
const CHARACTERS_PER_TOKEN = 4;

/** Tokens of one request, roughly: a case of mean length in the template, and all the output that it may ask for. */
export function tokensPerAttempt(
  dataset: Pick<DatasetRecord, "meanCharacters">,
  target: Pick<RunTarget, "prompt" | "messages" | "params">,
): number {
  const texts = target.messages?.map((message) => message.content) ?? [target.prompt ?? ""];
  const characters = texts.reduce((sum, text) => sum + text.length, 0) + dataset.meanCharacters;
  return Math.ceil(characters / CHARACTERS_PER_TOKEN) + (target.params.maxOutputTokens ?? 0);
}
