import { EnforcedLimits } from "@/lib/providers/simulated/enforced-limits";
import { sleep } from "@/lib/providers/simulated/sleep";
import type { PeerCase } from "../peer-cases";
import { type PeerClient, Tally } from "../peer-client";
import { CallFailed, plainCall } from "../plain-call";

/**
 * The provider's bucket begins to refill when the first request arrives, a connection later than it was sent: everything
 * after the first burst is sent so much later, so that none arrives early.
 */
const LAG_MS = 25;
/** After a request that came early all others keep so much more distance. */
const EARLY_MS = 5;

/**
 * What cannot be had in practice: a client that knows the provider's limits, their schedule, the other tenants and every
 * case's tokens, and sends each request at the instant at which it will be let in. A case that failed goes first. It says
 * how near to the least time this machine and the network come.
 */
export const client: PeerClient = async (job, signal) => {
  const tally = new Tally();
  const limits = new EnforcedLimits(job.provider.limits, job.provider.schedule);
  const fresh = [...job.cases];
  const again: PeerCase[] = [];
  const fromMs = performance.now();
  let lagMs = LAG_MS;
  let inFlight = 0;
  let stopped = false;
  let wake = () => {};

  /** It came early, and cost nothing there: the same again when it is due, and everything else so much later. */
  const sendLater = async (item: PeerCase, dueInMs: number, sentMs: number) => {
    await sleep(dueInMs + EARLY_MS, signal);
    lagMs += performance.now() - sentMs;
    void send(item);
  };
  const send = async (item: PeerCase) => {
    inFlight += 1;
    const sentMs = performance.now();
    try {
      tally.answer(await plainCall(job.baseUrl, item.prompt, signal), item);
    } catch (error) {
      if (error instanceof CallFailed && error.code === "insufficient_quota") stopped = true;
      else if (error instanceof CallFailed && error.status === 429)
        await sendLater(item, error.retryAfterMs ?? 0, sentMs);
      else again.push(item);
    }
    inFlight -= 1;
    wake();
  };
  signal.addEventListener("abort", () => wake(), { once: true });
  const changed = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  if (job.provider.quotaAfterRequests === 0) fresh.length = 1;
  while (!signal.aborted && !stopped && (fresh.length > 0 || again.length > 0 || inFlight > 0)) {
    const item = again.shift() ?? fresh.shift();
    if (item === undefined) {
      await changed();
      continue;
    }
    for (;;) {
      const elapsedMs = performance.now() - fromMs;
      const atMs = Math.max(0, elapsedMs - lagMs);
      const refusal = limits.admit({ input: item.tokens, output: 0 }, atMs, atMs);
      if (refusal === null) break;
      await sleep(Math.max(0.5, refusal.dueInMs ?? 0), signal);
      if (signal.aborted) break;
    }
    void send(item);
  }
  return tally.result(job, signal);
};
