import type { Clock } from "@/lib/core/clock";
import { FULL_TRUST, type HeadroomTrust, heedHeadroom } from "@/lib/core/limits/headroom-hold";
import {
  believedRequests,
  type KnownLimits,
  LEARNED_DIMENSIONS,
  type LearnedDimension,
  type LearnedLimit,
  type LearnedLimits,
  learn,
  learnedRequestsPerSecond,
  NOTHING_LEARNED,
} from "@/lib/core/limits/learned-limits";
import { MINUTE_MS, rateLimitReadings } from "@/lib/core/limits/rate-limit-headers";
import { least } from "@/lib/core/metrics/fold-ticks";
import type { ModelCallResult } from "@/lib/providers/provider";
import { PoolHistory } from "./pool-history";
import type { PoolHistoryEntry } from "./ports/pool-records";

/** What is older says little of now. */
const FRESH_MS = 60_000;
/** Of a limit of requests, this share is little. */
const LITTLE_SHARE = 0.1;

/** What the responses of a pool told of the provider's limits, and what is to be made of it. */
export class PoolInsight {
  readonly history: PoolHistory;
  readonly #clock: Clock;
  #learned: LearnedLimits;
  #at: number | null;
  #trust: Partial<Record<LearnedDimension, HeadroomTrust>> = {};
  #low = false;

  constructor(clock: Clock, stored: { readonly known: KnownLimits; readonly history: readonly PoolHistoryEntry[] }) {
    this.#clock = clock;
    this.history = new PoolHistory(stored.history);
    this.#learned = { ...NOTHING_LEARNED, known: stored.known };
    const times = Object.values(stored.known).map(({ at }) => at);
    this.#at = times.length === 0 ? null : Math.max(...times);
  }

  get #requests(): LearnedLimit | null {
    return believedRequests(this.#learned.known, this.#clock.now());
  }
  get known(): KnownLimits {
    return this.#learned.known;
  }
  /** Epoch ms of the last response that told something; null while none has. */
  get at(): number | null {
    return this.#at;
  }
  get requestsPerSecond(): number | null {
    return learnedRequestsPerSecond({ requests: this.#requests });
  }
  /** What may be sent at once after a rest; null while nothing told. */
  get requestsAtOnce(): number | null {
    return this.requestsPerSecond === null ? null : (this.#requests?.atOnce ?? null);
  }
  /** The learned rate, where so little is left that it matters; null while there is plenty. */
  get requestsPerSecondWhereLow(): number | null {
    return this.#low ? this.requestsPerSecond : null;
  }
  /** Of prompts and answers together. */
  get tokensPerMinute(): number | null {
    const { limit = null, windowMs = null } = this.#learned.known.tokens ?? {};
    return limit === null || windowMs === null ? null : (limit * MINUTE_MS) / windowMs;
  }

  /** What is left as of the last minute's responses, as a share of the limit; of tokens the least of all kinds. */
  get headroom(): { requests: number | null; tokens: number | null } {
    const { requests, requestsPerDay, tokens, inputTokens, outputTokens } = this.#learned.known;
    const share = (told: LearnedLimit | undefined) => {
      if (told?.limit == null || told.remaining === null || this.#clock.now() - told.at > FRESH_MS) return null;
      return Math.min(1, told.remaining / told.limit);
    };
    return {
      requests: share(requests) ?? share(requestsPerDay),
      tokens: least([share(tokens), share(inputTokens), share(outputTokens)]),
    };
  }

  /**
   * Takes in a response's headers. Returns the waits that they advise, longest first: nothing of that limit remains.
   * A refused request's own wait comes another way. `tokensPerRequest`: about; `concurrency`: calls that may be under way.
   */
  note(
    result: ModelCallResult,
    sentAtMs: number,
    { concurrency, tokensPerRequest }: { readonly concurrency: number; readonly tokensPerRequest: number },
  ): { readonly dimension: LearnedDimension; readonly forMs: number }[] {
    const now = this.#clock.now();
    const readings = rateLimitReadings(result.headers, now);
    if (readings.length === 0) return [];
    const { state, changes } = learn(this.#learned, readings, now);
    this.#learned = state;
    this.#at = now;
    this.#low = this.#lowOn(state.known.requests, concurrency);
    for (const { dimension, oldLimit, newLimit } of changes) {
      this.history.add({ at: now, kind: "limit", dimension, oldValue: oldLimit, newValue: newLimit, why: "told" });
    }
    if (result.fate.outcome !== "ok") return [];
    const nowMs = this.#clock.monotonicMs();
    const waits = LEARNED_DIMENSIONS.flatMap((dimension) => {
      const learned = state.known[dimension];
      if (learned?.at !== now) return [];
      const perRequest = dimension === "requests" || dimension === "requestsPerDay" ? 1 : tokensPerRequest;
      const { trust, hold } = heedHeadroom(this.#trust[dimension] ?? FULL_TRUST, learned, {
        sentAtMs,
        nowMs,
        perRequest,
      });
      this.#trust[dimension] = trust;
      // A limit that refills within the minute stands near nothing all the while that it is well used: there the pool's
      // own bucket, at the provider's rate, is the better judge.
      const heeded = hold !== null && (hold.until === "reset" || dimension === "requestsPerDay");
      return heeded ? [{ dimension, forMs: hold.forMs }] : [];
    });
    return waits.toSorted((a, b) => b.forMs - a.forMs);
  }

  /** Whether so little is left of the requests that what is under way may use it up. Stays so until twice as much is left. */
  #lowOn(learned: LearnedLimit | undefined, concurrency: number): boolean {
    if (learned?.remaining == null) return this.#low;
    const little = Math.max((learned.limit ?? 0) * LITTLE_SHARE, 2 * concurrency);
    return learned.remaining <= (this.#low ? 2 * little : little);
  }
}
