/** What the simulated provider has served, counted on its side. */
export interface SimulatedStats {
  /** Requests that arrived, accepted and refused. */
  readonly requests: number;
  /** How each ended: a status (`"200"`, `"429"`), `"reset"`, `"timeout"`, or `"abandoned"` (the client left first). */
  readonly byStatus: Readonly<Record<string, number>>;
  readonly ok: number;
  /** 429s for requests, tokens or concurrency. */
  readonly rateLimited: number;
  /** Refusals because the quota was used up. */
  readonly quotaRefused: number;
  /** Faults that struck (500, 503, 529, reset, timeout). */
  readonly faults: number;
  /** Epoch ms of the first arrival and of the latest response (or cut connection); null while there is none. */
  readonly firstRequestAt: number | null;
  readonly lastResponseAt: number | null;
  /** Arrivals by epoch second, accepted and refused. */
  readonly perSecond: Readonly<Record<number, number>>;
  readonly inFlight: number;
  readonly maxInFlight: number;
  /** How many different prompts took 1, 2, 3 … requests. Cases with the same prompt count as one. */
  readonly attemptsByPrompt: Readonly<Record<number, number>>;
  readonly tokens: { readonly input: number; readonly output: number };
}

/** Mutable counters behind `SimulatedStats`. */
export class StatsCounter {
  requests = 0;
  rateLimited = 0;
  quotaRefused = 0;
  faults = 0;
  maxInFlight = 0;
  inputTokens = 0;
  outputTokens = 0;
  #firstRequestAt: number | null = null;
  #lastResponseAt: number | null = null;
  readonly #byStatus = new Map<string, number>();
  readonly #perSecond = new Map<number, number>();
  /** By hash: 100,000 long prompts must not be held in memory. */
  readonly #attempts = new Map<number, number>();

  arrived(nowMs: number): void {
    this.requests += 1;
    this.#firstRequestAt ??= nowMs;
    increment(this.#perSecond, Math.floor(nowMs / 1000));
  }

  /** `promptKey` stands for the model and the prompt. */
  attempted(promptKey: number): void {
    increment(this.#attempts, promptKey);
  }

  /** Answered (or cut) at `nowMs`; null: the client got nothing. */
  ended(how: string, nowMs: number | null): void {
    if (nowMs !== null) this.#lastResponseAt = nowMs;
    increment(this.#byStatus, how);
  }

  snapshot(inFlight: number): SimulatedStats {
    const attemptsByPrompt = new Map<number, number>();
    for (const attempts of this.#attempts.values()) increment(attemptsByPrompt, attempts);
    return {
      requests: this.requests,
      byStatus: Object.fromEntries(this.#byStatus),
      ok: this.#byStatus.get("200") ?? 0,
      rateLimited: this.rateLimited,
      quotaRefused: this.quotaRefused,
      faults: this.faults,
      firstRequestAt: this.#firstRequestAt,
      lastResponseAt: this.#lastResponseAt,
      perSecond: Object.fromEntries(this.#perSecond),
      inFlight,
      maxInFlight: this.maxInFlight,
      attemptsByPrompt: Object.fromEntries(attemptsByPrompt),
      tokens: { input: this.inputTokens, output: this.outputTokens },
    };
  }
}

function increment<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
