import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText } from "ai";
import pLimit from "p-limit";
import { PEER_MODEL } from "../peer-cases";
import { ATTEMPTS, answerAll, concurrencyFor, type PeerClient } from "../peer-client";

/**
 * The AI SDK's `generateText` behind p-limit. `maxRetries` raised from 2 to 7; it waits as long as `retry-after-ms` or
 * `retry-after` asks where that is below a minute, else 2 s, doubling.
 */
export const client: PeerClient = (job, signal) => {
  const model = createOpenAICompatible({ name: "bench", baseURL: job.baseUrl })(PEER_MODEL);
  const limit = pLimit(concurrencyFor(job));
  return answerAll(job, signal, ({ prompt }) =>
    limit(async () => (await generateText({ model, prompt, maxRetries: ATTEMPTS - 1, abortSignal: signal })).text),
  );
};
