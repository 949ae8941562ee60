import Bottleneck from "bottleneck";
import { ATTEMPTS, answerAll, type PeerClient, type PeerJob } from "../peer-client";
import { CallFailed, plainCall } from "../plain-call";

/** A refresh interval has to be a multiple of this. */
const HEARTBEAT_MS = 250;

/**
 * Bottleneck as its README shows it: a reservoir that is refreshed, with `minTime` and `maxConcurrent` to spread the load,
 * and the `failed` event for retries. The reservoir holds what the limit grants in a second (or in the time that one
 * request takes to become due). A retry waits as long as the provider asks, else 0.5 s, doubling; an exhausted quota is
 * not retried.
 */
export const client: PeerClient = (job, signal) => {
  const limiter = new Bottleneck(settingsFor(job));
  limiter.on("failed", (error: unknown, { retryCount }) => {
    const { retryAfterMs, code } = error instanceof CallFailed ? error : { retryAfterMs: null, code: null };
    if (retryCount >= ATTEMPTS - 1 || code === "insufficient_quota" || signal.aborted) return undefined;
    return retryAfterMs ?? 500 * 2 ** retryCount;
  });
  const perCase = tokenEstimate(job);
  return answerAll(job, signal, (item) =>
    limiter.schedule({ weight: job.known.tokensPerMinute === null ? 1 : perCase(item.prompt) }, () =>
      plainCall(job.baseUrl, item.prompt, signal),
    ),
  );
};

function settingsFor({ known }: PeerJob): Bottleneck.ConstructorOptions {
  const { requestsPerSecond, concurrency, tokensPerMinute } = known;
  const spaceMs = 1000 / requestsPerSecond;
  const intervalMs = HEARTBEAT_MS * Math.ceil(Math.max(1000, spaceMs) / HEARTBEAT_MS);
  // Where tokens bind, a job's weight is its tokens. The weight counts for `maxConcurrent` too, so that is left out.
  const perSecond = tokensPerMinute === null ? requestsPerSecond : tokensPerMinute / 60;
  const amount = Math.max(1, Math.floor((perSecond * intervalMs) / 1000));
  return {
    reservoir: amount,
    reservoirRefreshAmount: amount,
    reservoirRefreshInterval: intervalMs,
    minTime: Math.ceil(spaceMs),
    maxConcurrent: tokensPerMinute === null ? concurrency : null,
  };
}

/** A quarter of the prompt's characters, and as much output as cases had on average before. */
function tokenEstimate({ cases }: PeerJob): (prompt: string) => number {
  const output = cases.reduce((sum, { answer }) => sum + answer.length / 4, 0) / cases.length;
  return (prompt) => Math.ceil(prompt.length / 4 + output);
}
