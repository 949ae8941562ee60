import { ChatOpenAI } from "@langchain/openai";
import { PEER_MODEL } from "../peer-cases";
import { ATTEMPTS, aborted, concurrencyFor, type PeerClient, Tally, TIMEOUT_MS } from "../peer-client";

/**
 * LangChain.js: `.withRetry()` on the model and `.batch()` with `maxConcurrency`. The retries of the client inside are off,
 * so that there is one loop of them; an exhausted quota is not retried. `withRetry` backs off by 1–2 s, doubling, or as
 * long as `retry-after` asks; a batch sends again, together, what failed of it. There is no limiter in LangChain.js.
 */
export const client: PeerClient = async (job, signal) => {
  const model = new ChatOpenAI({
    model: PEER_MODEL,
    apiKey: "none",
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    configuration: { baseURL: job.baseUrl },
  }).withRetry({
    stopAfterAttempt: ATTEMPTS,
    onFailedAttempt: (error: Error) => {
      if (error.name === "InsufficientQuotaError") throw error;
    },
  });
  const tally = new Tally();
  // What a batch that is cut off had answered by then.
  const handleLLMEnd = () => {
    tally.answered += 1;
  };
  const answers = model.batch(
    job.cases.map(({ prompt }) => prompt),
    { maxConcurrency: concurrencyFor(job), callbacks: [{ handleLLMEnd }] },
    { returnExceptions: true },
  );
  const results = await Promise.race([answers, aborted(signal)]);
  if (results === undefined) return tally.result(job, signal);
  tally.answered = 0;
  job.cases.forEach((item, i) => {
    const result = results[i];
    if (result === undefined || result instanceof Error) tally.fail(result);
    else tally.answer(result.text, item);
  });
  return tally.result(job, signal);
};
