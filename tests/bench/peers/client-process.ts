/** One client of `npm run bench:peers` in a process of its own, so that its processor time and memory are its own. */
import { setMaxListeners } from "node:events";
import { CLIENT_NAMES, type ClientName, type PeerClient, type PeerJob, type PeerResult } from "./peer-client";

/** What the process tells its parent: that it has loaded, then how the job went. */
export type ClientMessage =
  | { readonly kind: "ready" }
  | {
      readonly kind: "done";
      readonly result: PeerResult;
      readonly cpuMs: number;
      readonly peakMb: number;
    };

const LOAD: Record<ClientName, () => Promise<{ client: PeerClient }>> = {
  evalpace: () => import("./clients/evalpace"),
  ideal: () => import("./clients/ideal"),
  langchain: () => import("./clients/langchain"),
  openai: () => import("./clients/openai-sdk"),
  "ai-sdk": () => import("./clients/ai-sdk"),
  bottleneck: () => import("./clients/bottleneck"),
};

const name = CLIENT_NAMES.find((known) => known === process.argv[2]);
if (name === undefined) throw new Error(`usage: client-process <${CLIENT_NAMES.join("|")}>`);
const { client } = await LOAD[name]();

process.once("message", (message) => {
  // The parent is run-peers, which sends exactly one job.
  run(message as PeerJob).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
tell({ kind: "ready" });

async function run(job: PeerJob): Promise<void> {
  const stop = new AbortController();
  // Every request listens to it.
  setMaxListeners(0, stop.signal);
  const deadline = setTimeout(() => stop.abort(), job.deadlineMs);
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }, 50);
  const cpu = process.cpuUsage();
  const result = await client(job, stop.signal);
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(watch);
  clearTimeout(deadline);
  const peakMb = Math.max(peakBytes, process.memoryUsage.rss()) / 2 ** 20;
  tell({ kind: "done", result, cpuMs: (user + system) / 1000, peakMb }, () => process.exit(0));
}

function tell(message: ClientMessage, then: () => void = () => {}): void {
  process.send?.(message, then);
}
