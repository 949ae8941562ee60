import { setMaxListeners } from "node:events";
import { limitsSchema } from "@/lib/core/limits/limits";
import { NO_TOKENS } from "@/lib/core/limits/token-budget";
import { Gate } from "@/lib/engine/gate";
import { passGates } from "@/lib/engine/pass-gates";
import { StartDesk } from "@/lib/engine/start-desk";
import { systemClock } from "@/lib/engine/system-clock";

export interface RateResult {
  readonly rps: number;
  readonly burst: number;
  readonly starts: number;
  /** (achieved / limit − 1), in percent, over the steady part. */
  readonly errorPercent: number;
  /** The most starts over `burst + rps·t`, over windows of every length; ≤ 0 keeps the promise. */
  readonly overshoot: number;
}

const CALL_MS = 20;

/** Runs a gate with a backlog in real time. No provider: what is measured is when calls start. */
export async function measureRate(rps: number, burst: number, seconds: number): Promise<RateResult> {
  const desk = new StartDesk(systemClock);
  const limits = limitsSchema.parse({ requestsPerSecond: rps, burst, concurrency: 100 });
  const gate = new Gate(limits, desk, systemClock);
  const starts: number[] = [];
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const worker = async () => {
    while (!stop.signal.aborted) {
      const signal = new AbortController();
      const onStop = () => signal.abort();
      stop.signal.addEventListener("abort", onStop);
      await passGates(
        [gate],
        desk,
        { priority: 5, tokens: () => NO_TOKENS, signal: signal.signal, onSlot: () => {} },
        systemClock,
        async (call) => {
          starts.push(call.startedAtMs);
          await new Promise((resolve) => setTimeout(resolve, CALL_MS));
        },
      );
      stop.signal.removeEventListener("abort", onStop);
    }
  };
  const workers = Array.from({ length: Math.min(150, Math.ceil(rps) + burst + 2) }, worker);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  stop.abort();
  await Promise.all(workers);
  gate.close();
  return {
    rps,
    burst,
    starts: starts.length,
    errorPercent: rateError(starts, rps, burst),
    overshoot: overshootOf(starts, rps, burst),
  };
}

/** The first starts after the opening burst belong to the transient (a big burst takes the slots a while). */
function rateError(starts: readonly number[], rps: number, burst: number): number {
  const begun = Math.max(burst, Math.floor(starts.length * 0.3));
  const steady = starts.slice(Math.min(begun, starts.length - 2));
  const spanMs = (steady.at(-1) ?? 0) - (steady[0] ?? 0);
  return (((steady.length - 1) * 1000) / spanMs / rps - 1) * 100;
}

function overshootOf(starts: readonly number[], rps: number, burst: number): number {
  let best = Number.NEGATIVE_INFINITY;
  let worst = Number.NEGATIVE_INFINITY;
  starts.forEach((t, j) => {
    const x = j - (t * rps) / 1000;
    best = Math.max(best, -x);
    worst = Math.max(worst, x + best + 1 - burst);
  });
  return worst;
}

const RATES = [0.1, 1, 3.7, 10, 50, 200, 500] as const;

/** The whole table. Slow rates run side by side (they cost next to nothing), fast ones one after the other. */
export async function rateTable(secondsFast: number, secondsSlow: number): Promise<RateResult[]> {
  const cells = RATES.flatMap((rps) =>
    [...new Set([1, 10, Math.max(1, Math.round(rps))])].map((burst) => ({ rps, burst })),
  );
  const slow = cells.filter(({ rps }) => rps < 10);
  const results = await Promise.all(slow.map(({ rps, burst }) => measureRate(rps, burst, secondsSlow)));
  for (const { rps, burst } of cells.filter(({ rps }) => rps >= 10)) {
    results.push(await measureRate(rps, burst, secondsFast));
  }
  return results;
}
