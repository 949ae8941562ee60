import type { SimulatedSettings } from "@/lib/core/simulation/simulated-settings";
import { isRight, type PeerCase } from "./peer-cases";
import type { KnownLimits } from "./scenarios";

export const CLIENT_NAMES = ["evalpace", "ideal", "langchain", "openai", "ai-sdk", "bottleneck"] as const;
export type ClientName = (typeof CLIENT_NAMES)[number];

/** HTTP requests per case at most, for every client: the first try and seven more. */
export const ATTEMPTS = 8;
export const TIMEOUT_MS = 60_000;

export interface PeerJob {
  readonly baseUrl: string;
  readonly cases: readonly PeerCase[];
  readonly known: KnownLimits;
  /** The provider's median latency, as the user has seen it in earlier runs. */
  readonly latencyMs: number;
  /** What the provider really does; for the ideal client alone. */
  readonly provider: SimulatedSettings;
  /** After so long the client is cut off. */
  readonly deadlineMs: number;
}

export interface PeerResult {
  readonly answered: number;
  readonly right: number;
  /** Ended without an answer: given up, or refused for good. */
  readonly lost: number;
  /** Neither: cut off, or kept for when it can go on. */
  readonly open: number;
  readonly note: string | null;
}

/** One way to send the cases. `signal` is aborted at the deadline. */
export type PeerClient = (job: PeerJob, signal: AbortSignal) => Promise<PeerResult>;

/** Counts how cases end. */
export class Tally {
  answered = 0;
  right = 0;
  lost = 0;
  #lastError: string | null = null;

  answer(text: string, item: PeerCase): void {
    this.answered += 1;
    if (isRight(text, item)) this.right += 1;
  }

  fail(error: unknown): void {
    this.lost += 1;
    this.#lastError = error instanceof Error ? error.message : String(error);
  }

  result({ cases }: PeerJob, signal: AbortSignal): PeerResult {
    const { answered, right, lost } = this;
    const why = this.#lastError === null ? [] : [`last error: ${this.#lastError.slice(0, 60)}`];
    const cut = signal.aborted ? ["cut off"] : [];
    const note = [...cut, ...why].join("; ");
    return { answered, right, lost, open: cases.length - answered - lost, note: note === "" ? null : note };
  }
}

/** Starts every case at once (the client's own limiter holds them back), until all have ended or time is up. */
export async function answerAll(
  job: PeerJob,
  signal: AbortSignal,
  answer: (item: PeerCase) => Promise<string>,
): Promise<PeerResult> {
  const tally = new Tally();
  const all = job.cases.map(async (item) => {
    try {
      tally.answer(await answer(item), item);
    } catch (error) {
      if (!signal.aborted) tally.fail(error);
    }
  });
  await Promise.race([Promise.all(all), aborted(signal)]);
  return tally.result(job, signal);
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/**
 * How many calls in flight keep to the rate, for clients that know concurrency alone (Little's law: rate × latency). Where
 * tokens bind, the rate is what the tokens allow for cases of average size.
 */
export function concurrencyFor({ known, latencyMs, cases }: PeerJob): number {
  const meanTokens = cases.reduce((sum, item) => sum + item.tokens, 0) / cases.length;
  const byTokens = known.tokensPerMinute === null ? Number.POSITIVE_INFINITY : known.tokensPerMinute / 60 / meanTokens;
  return Math.max(1, Math.floor((Math.min(known.requestsPerSecond, byTokens) * latencyMs) / 1000));
}
