import { promptLetter } from "./launch-draft";

const NAMES: Readonly<Record<string, string>> = {
  dataset: "Dataset",
  n: "How many cases",
  seed: "Seed",
  repeats: "Repeats",
  provider: "Provider",
  model: "Model",
  temperature: "Temperature",
  maxTokens: "Output tokens",
  prompt: "Prompt",
  matrix: "Matrix",
  evaluators: "Evaluators",
  preset: "Preset",
  rps: "Requests per second",
  burst: "Burst",
  concurrency: "At once",
  attempts: "Attempts",
  tokensPerMinute: "Tokens per minute",
  inputTokensPerMinute: "Input tokens per minute",
  outputTokensPerMinute: "Output tokens per minute",
  requestsPerDay: "Requests per day",
  timeout: "Request timeout",
  baseDelay: "First backoff",
  maxDelay: "Longest backoff",
  giveUpAfter: "Give up if asked to wait",
  name: "Name",
  note: "Note",
  budget: "Budget",
};

/** A field as people call it: in the summary of what is wrong. */
export function fieldName(field: string): string {
  const more = /^more-(\d+)-(provider|model)$/.exec(field);
  if (more !== null) return `${more[2] === "model" ? "Model" : "Provider"} ${Number(more[1]) + 2}`;
  const evaluator = /^evaluator-(\d+)-/.exec(field);
  if (evaluator !== null) return `Evaluator ${Number(evaluator[1]) + 1}`;
  const variant = /^variant-(\d+)-(.*)$/.exec(field);
  if (variant !== null) return `Prompt ${promptLetter(Number(variant[1]))}`;
  const message = /^message-(\d+)$/.exec(field);
  if (message !== null) return `Message ${Number(message[1]) + 1}`;
  return NAMES[field] ?? "Pauses by itself";
}
