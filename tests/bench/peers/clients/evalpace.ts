import { createTokenizer } from "@/lib/providers/tokenizer";
import { openRealEngine } from "@/tests/support/real-engine";
import { PEER_MODEL } from "../peer-cases";
import { ATTEMPTS, aborted, type PeerClient, TIMEOUT_MS } from "../peer-client";

/** Opened with the module: a server that runs has its database open, too. */
const tokenizer = createTokenizer();
await tokenizer.ready();
const engine = await openRealEngine({ countTokens: tokenizer.count });

/**
 * Evalpace's engine as it is served: supervisor, gates, adapters, results stored in SQLite. The limits as the user knows
 * them, `adaptive` on, in every scenario the same.
 */
export const client: PeerClient = async (job, signal) => {
  try {
    const runId = await engine.launch({
      baseUrl: job.baseUrl,
      model: PEER_MODEL,
      cases: job.cases.map((item, ord) => ({
        ord,
        id: item.id,
        vars: { question: item.prompt },
        expected: item.expected,
        metadata: {},
      })),
      limits: {
        ...job.known,
        adaptive: true,
        requestTimeoutMs: TIMEOUT_MS,
        retry: { attempts: ATTEMPTS, baseDelayMs: 250 },
      },
    });
    await Promise.race([engine.settled(runId), aborted(signal)]);
    const run = await engine.stores.runs.get(runId);
    if (run === null) throw new Error("the run is gone");
    const { done, passed, notScored } = run.summary;
    return {
      answered: done - notScored,
      right: passed,
      lost: notScored,
      open: job.cases.length - done,
      note: run.state === "finished" ? null : `${run.state}: ${run.stopReason?.code ?? "cut off"}`,
    };
  } finally {
    await engine.close();
  }
};
