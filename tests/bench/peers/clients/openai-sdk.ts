import OpenAI from "openai";
import pLimit from "p-limit";
import { PEER_MODEL } from "../peer-cases";
import { ATTEMPTS, answerAll, concurrencyFor, type PeerClient, TIMEOUT_MS } from "../peer-client";

/**
 * The OpenAI SDK behind p-limit. `maxRetries` raised from 2 to 7; it waits as long as `retry-after-ms` or `retry-after`
 * asks, else 0.5 s doubling up to 8 s.
 */
export const client: PeerClient = (job, signal) => {
  const openai = new OpenAI({ apiKey: "none", baseURL: job.baseUrl, maxRetries: ATTEMPTS - 1, timeout: TIMEOUT_MS });
  const limit = pLimit(concurrencyFor(job));
  return answerAll(job, signal, ({ prompt }) =>
    limit(async () => {
      const request = { model: PEER_MODEL, messages: [{ role: "user" as const, content: prompt }] };
      const reply = await openai.chat.completions.create(request, { signal });
      return reply.choices[0]?.message.content ?? "";
    }),
  );
};
