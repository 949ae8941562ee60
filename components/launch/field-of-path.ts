import { fieldOfIssue } from "./judge-draft";
import { promptPrefix } from "./read-prompt";

const LIMIT_PATHS: Readonly<Record<string, string>> = {
  requestsPerSecond: "rps",
  burst: "burst",
  concurrency: "concurrency",
  tokensPerMinute: "tokensPerMinute",
  inputTokensPerMinute: "inputTokensPerMinute",
  outputTokensPerMinute: "outputTokensPerMinute",
  requestsPerDay: "requestsPerDay",
  requestTimeoutMs: "timeout",
  "retry.attempts": "attempts",
  "retry.baseDelayMs": "baseDelay",
  "retry.maxDelayMs": "maxDelay",
  "retry.giveUpAfterMs": "giveUpAfter",
};
const PATHS: Readonly<Record<string, string>> = {
  datasetId: "dataset",
  providerId: "provider",
  "target.providerId": "provider",
  "target.model": "model",
  "target.prompt": "prompt",
  "target.messages": "message-0",
  "target.params.temperature": "temperature",
  "target.params.maxOutputTokens": "maxTokens",
  "sample.n": "n",
  repeats: "repeats",
  budgetUsd: "budget",
  "sample.seed": "seed",
};

/**
 * The field of the form that a path of the request stands for; the path itself where there is none. In a matrix of so many
 * prompts, a target's number tells its model and its prompt.
 */
export function fieldOfPath(path: string, prompts = 1): string {
  const plain = path.replace(/\[(\d+)\]/g, ".$1");
  const target = /^targets\.(\d+)\.(?:target\.)?(.*)$/.exec(plain);
  if (target !== null) return fieldOfCell(Number(target[1]), fieldOfPath(`target.${target[2]}`), prompts);
  const limit = plain.replace(/^limits\./, "");
  const message = /^target\.messages\.(\d+)/.exec(plain);
  const evaluator = /^evaluators\.(\d+)(?:\.(\w+))?(?:\.(\w+))?/.exec(plain);
  if (message !== null) return `message-${message[1]}`;
  if (evaluator !== null) {
    const [, at, field, inner] = evaluator;
    const isJudges = field === "providerId" || field === "model" || field === "rubric";
    const own = isJudges ? fieldOfIssue([field, ...(inner === undefined ? [] : [inner])]) : (field ?? "type");
    return `evaluator-${at}-${own}`;
  }
  return PATHS[plain] ?? LIMIT_PATHS[limit] ?? plain;
}

function fieldOfCell(cell: number, field: string, prompts: number): string {
  const modelAt = Math.floor(cell / prompts);
  const isModels = field === "provider" || field === "model";
  if (isModels) return modelAt === 0 ? field : `more-${modelAt - 1}-${field}`;
  return field === "prompt" || field.startsWith("message-") ? promptPrefix(cell % prompts) + field : field;
}
