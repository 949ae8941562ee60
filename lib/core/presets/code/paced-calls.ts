import { plural } from "../../words/number-words";
import type { CodeSource } from "../generated-code";

/** Language of the code; TypeScript has types, JavaScript none. */
type Script = "ts" | "js";

/**
 * Slots and pace of a preset in Bottleneck, and calls that are tried again. Its own reservoir refills in lumps and lets
 * more through than the limit at the edge of a lump, so the code counts permits itself and leaves the queues to it.
 */
export function pacedCalls({ limits }: CodeSource, script: Script): string {
  const { requestsPerSecond, burst, concurrency, retry } = limits;
  const typed = (type: string) => (script === "ts" ? `: ${type}` : "");
  return `const RPS = ${requestsPerSecond}, BURST = ${burst}, ATTEMPTS = ${retry.attempts};
const slots = new Bottleneck({ maxConcurrent: ${concurrency} });
const turns = new Bottleneck({ maxConcurrent: 1 }); // who waits for a permit waits in line

const sleep = (ms${typed("number")}) => new Promise((done) => setTimeout(done, ms));

let permits = BURST; // starts full
let countedAt = performance.now();
async function takePermit() {
  for (;;) {
    const now = performance.now();
    permits = Math.min(BURST, permits + ((now - countedAt) * RPS) / 1000);
    countedAt = now;
    if (permits >= 1) break;
    await sleep(Math.ceil(((1 - permits) * 1000) / RPS));
  }
  permits -= 1;
}

/** Calls within the limits, at most ${plural(retry.attempts, "time")}. Every attempt takes a slot and a permit; a wait takes neither. */
export async function limited${script === "ts" ? "<T>" : ""}(call${typed("() => Promise<T>")})${typed("Promise<T>")} {
  for (let attempt = 1; ; attempt++) {
    try {
      return await slots.schedule(async () => {
        await turns.schedule(takePermit);
        return call();
      });
    } catch (error) {
      if (attempt >= ATTEMPTS || !worthARetry(error)) throw error;
      const asked = askedWaitMs(error);
${giveUp(retry.giveUpAfterMs)}      await sleep(Math.max(asked, ${backoff(retry)}));
    }
  }
}

${readErrors(script)}`;
}

function giveUp(giveUpAfterMs: number | null): string {
  return giveUpAfterMs === null ? "" : `      if (asked > ${giveUpAfterMs}) throw error;\n`;
}

function backoff({ baseDelayMs, maxDelayMs, jitter }: CodeSource["limits"]["retry"]): string {
  const ceiling = `Math.min(${maxDelayMs}, ${baseDelayMs} * 2 ** (attempt - 1))`;
  return jitter === "full" ? `Math.random() * ${ceiling}` : ceiling;
}

/** The errors of SDKs carry status and headers; what has no status never reached the server. */
function readErrors(script: Script): string {
  const typed = (type: string) => (script === "ts" ? `: ${type}` : "");
  const cast = script === "ts" ? " as { status?: number; headers?: unknown } | null" : "";
  const record = script === "ts" ? " as Record<string, string | undefined>" : "";
  return `function worthARetry(error${typed("unknown")}) {
  const { status } = (error${cast}) ?? {};
  return status === undefined || status === 408 || status === 429 || status >= 500;
}

function askedWaitMs(error${typed("unknown")}) {
  const { headers } = (error${cast}) ?? {};
  const read = (name${typed("string")}) =>
    headers instanceof Headers ? headers.get(name) : ((headers ?? {})${record})[name];
  const ms = Number(read("retry-after-ms"));
  const after = read("retry-after") ?? "";
  const seconds = Number(after);
  const wait = ms > 0 ? ms : Number.isNaN(seconds) ? Date.parse(after) - Date.now() : seconds * 1000;
  return wait > 0 ? wait : 0;
}
`;
}
