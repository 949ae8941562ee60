import type { Random } from "../clock";
import { type AdaptiveRate, type AdaptiveStep, adaptiveRate, onRefused, onSecond } from "../limits/adaptive-rate";
import { canTake, dueInMs, fullBucket, retune, type TokenBucket, take } from "../limits/token-bucket";
import { TokenBudget } from "../limits/token-budget";
import type { AttemptFate } from "../retry/attempt-outcome";
import { decideRetry } from "../retry/decide-retry";
import { EventQueue } from "./event-queue";
import { latencyDraw } from "./latency-draw";
import type { SimulatedBound, SimulationInput } from "./simulation-input";

type Event =
  | {
      readonly kind: "ended";
      readonly atMs: number;
      readonly attempt: number;
      readonly sentAtMs: number;
      readonly refused: boolean;
    }
  | { readonly kind: "retry"; readonly atMs: number; readonly attempt: number; readonly cause: SimulatedBound }
  | { readonly kind: "due"; readonly atMs: number; readonly cause: SimulatedBound }
  | { readonly kind: "second"; readonly atMs: number };

/** What came of one simulated run. */
export interface SimulatedEnd {
  readonly durationMs: number;
  /** When half and nineteen in twenty of its cases were done. */
  readonly halfMs: number;
  readonly mostMs: number;
  readonly attempts: number;
  readonly rateLimited: number;
  readonly gaveUp: number;
  readonly startsHeldBy: Readonly<Record<SimulatedBound, number>>;
}

/** A refusal comes sooner than an answer. */
const REFUSAL_SHARE = 0.25;
/** Below this share of failures a single one is no sign of an outage, as the engine sees it. */
const ISOLATED_BELOW = 0.1;

/**
 * One run on a virtual clock, event by event, on the engine's own rules: slot first, then permit and tokens; a bucket that
 * starts full; a retry frees its slot and goes ahead of fresh cases; a 429 cools the whole pool and, where the pool
 * adapts, lowers its rate.
 */
export class SimulatedRun {
  readonly #input: SimulationInput;
  readonly #random: Random;
  readonly #latencyMs: () => number;
  readonly #events = new EventQueue<Event>();
  /** Attempts that the cases waiting for a retry have made. */
  readonly #retries: number[] = [];
  readonly #held: Record<SimulatedBound, number> = {
    rate: 0,
    concurrency: 0,
    tokens: 0,
    provider: 0,
    latency: 0,
    day: 0,
  };
  #nowMs = 0;
  #bucket: TokenBucket;
  #account: TokenBucket | null;
  readonly #tokens: TokenBudget | null;
  #pace: AdaptiveRate | null;
  #fresh: number;
  #inFlight = 0;
  #done = 0;
  #attempts = 0;
  #rateLimited = 0;
  #gaveUp = 0;
  #cooldownUntilMs = 0;
  #refusals = { inARow: 0, lastMs: Number.NEGATIVE_INFINITY };
  #startedThisSecond = 0;
  #dueAtMs = Number.POSITIVE_INFINITY;
  #beats = false;
  #halfMs = 0;
  #mostMs = 0;

  constructor(input: SimulationInput, random: Random) {
    const { limits, account } = input;
    this.#input = input;
    this.#random = random;
    this.#latencyMs = latencyDraw(input.latencyMs, input.latencyP95Ms, random);
    this.#bucket = fullBucket(limits.requestsPerSecond, limits.burst, 0);
    this.#account = account === null ? null : fullBucket(account.requestsPerSecond, account.burst, 0);
    this.#tokens = input.tokens === null ? null : new TokenBudget(limits, 0);
    this.#pace = limits.adaptive ? adaptiveRate(limits.requestsPerSecond) : null;
    this.#fresh = input.cases;
  }

  run(): SimulatedEnd {
    this.#startAll("latency");
    for (let event = this.#events.pop(); event !== undefined; event = this.#events.pop()) {
      if (this.#done === this.#input.cases) break;
      this.#nowMs = event.atMs;
      this.#startAll(this.#happened(event));
    }
    return {
      durationMs: this.#nowMs,
      halfMs: this.#halfMs,
      mostMs: this.#mostMs,
      attempts: this.#attempts,
      rateLimited: this.#rateLimited,
      gaveUp: this.#gaveUp,
      startsHeldBy: this.#held,
    };
  }

  /** Takes an event in, and says what the starts that follow it were held back by. */
  #happened(event: Event): SimulatedBound {
    switch (event.kind) {
      case "ended": {
        const full = this.#inFlight === this.#input.limits.concurrency;
        this.#inFlight -= 1;
        this.#ended(event.attempt, event.sentAtMs, event.refused);
        return full ? "concurrency" : "latency";
      }
      case "retry":
        this.#retries.push(event.attempt);
        return event.cause;
      case "due":
        if (event.atMs === this.#dueAtMs) this.#dueAtMs = Number.POSITIVE_INFINITY;
        return event.cause;
      case "second":
        this.#second();
        return "rate";
    }
  }

  #startAll(heldBy: SimulatedBound): void {
    const { concurrency } = this.#input.limits;
    while (this.#inFlight < concurrency && this.#retries.length + this.#fresh > 0) {
      const due = this.#due();
      if (due !== null) {
        this.#wakeAt(due);
        return;
      }
      this.#held[heldBy] += 1;
      this.#start();
    }
  }

  /** What the next start waits for, and until when; null where it can go. */
  #due(): { atMs: number; cause: SimulatedBound } | null {
    const now = this.#nowMs;
    const permitMs = dueInMs(this.#bucket, 1, now);
    const { tokens } = this.#input;
    const tokensMs = this.#tokens === null || tokens === null ? 0 : this.#tokens.dueInMs(tokens, now);
    const cooldownMs = this.#cooldownUntilMs - now;
    const waitMs = Math.max(permitMs, tokensMs, cooldownMs);
    if (waitMs <= 0) return null;
    const cause = waitMs === cooldownMs ? "provider" : waitMs === tokensMs ? "tokens" : "rate";
    // A little later rather than a little too early: sums of floats.
    return { atMs: now + waitMs + 1e-6, cause };
  }

  #wakeAt({ atMs, cause }: { atMs: number; cause: SimulatedBound }): void {
    if (atMs >= this.#dueAtMs) return;
    this.#dueAtMs = atMs;
    this.#events.push({ kind: "due", atMs, cause });
  }

  #start(): void {
    const now = this.#nowMs;
    const attempt = (this.#retries.length > 0 ? (this.#retries.shift() ?? 0) : this.#takeFresh()) + 1;
    this.#bucket = take(this.#bucket, 1, now);
    const { tokens } = this.#input;
    // Here every call uses what it reserves.
    if (this.#tokens !== null && tokens !== null) {
      this.#tokens.settle(this.#tokens.reserve(tokens, now), tokens, now);
    }
    const refused = this.#account !== null && !canTake(this.#account, 1, now);
    if (this.#account !== null && !refused) this.#account = take(this.#account, 1, now);
    this.#inFlight += 1;
    this.#attempts += 1;
    this.#startedThisSecond += 1;
    const tookMs = this.#latencyMs() * (refused ? REFUSAL_SHARE : 1);
    this.#events.push({ kind: "ended", atMs: now + tookMs, attempt, sentAtMs: now, refused });
  }

  #takeFresh(): number {
    this.#fresh -= 1;
    return 0;
  }

  #ended(attempt: number, sentAtMs: number, refused: boolean): void {
    const { limits, transientShare, rateLimitedShare } = this.#input;
    const fate = this.#fate(refused);
    if (fate.outcome === "rate-limited") this.#refusedAt(sentAtMs);
    else if (fate.outcome === "ok") this.#refusals.inARow = 0;
    const decision = decideRetry(fate, attempt, limits.retry, this.#random, {
      isolated: transientShare + rateLimitedShare < ISOLATED_BELOW,
      refusalsInARow: Math.max(1, this.#refusals.inARow),
    });
    if ((decision.kind === "retry" || decision.kind === "give-up") && decision.cooldownMs !== null) {
      this.#cooldownUntilMs = Math.max(this.#cooldownUntilMs, this.#nowMs + decision.cooldownMs);
    }
    if (decision.kind === "retry") {
      const cause = fate.outcome === "rate-limited" ? "provider" : "latency";
      this.#events.push({ kind: "retry", atMs: this.#nowMs + decision.delayMs, attempt, cause });
      return;
    }
    if (decision.kind === "give-up") this.#gaveUp += 1;
    this.#done += 1;
    if (this.#done * 2 <= this.#input.cases) this.#halfMs = this.#nowMs;
    if (this.#done * 20 <= this.#input.cases * 19) this.#mostMs = this.#nowMs;
  }

  #fate(refused: boolean): AttemptFate {
    const { rateLimitedShare, transientShare, askedWaitMs } = this.#input;
    const chance = this.#random();
    if (refused || chance < rateLimitedShare) {
      this.#rateLimited += 1;
      const dueMs = this.#account === null ? null : Math.ceil(dueInMs(this.#account, 1, this.#nowMs));
      return { outcome: "rate-limited", dimension: "requests", retryAfterMs: refused ? dueMs : askedWaitMs };
    }
    if (chance < rateLimitedShare + transientShare) {
      return { outcome: "transient", reason: "5xx", retryAfterMs: null };
    }
    return { outcome: "ok" };
  }

  /** Refusals of requests that were on their way when the last one came tell nothing new. */
  #refusedAt(sentAtMs: number): void {
    if (sentAtMs > this.#refusals.lastMs) {
      this.#refusals = { inARow: this.#refusals.inARow + 1, lastMs: this.#nowMs };
    }
    if (this.#pace !== null)
      this.#adapt(onRefused(this.#pace, { sentAtMs, nowMs: this.#nowMs, acceptedRps: null, asksToSlowDown: false }));
  }

  #second(): void {
    this.#beats = false;
    const startedRps = this.#startedThisSecond;
    this.#startedThisSecond = 0;
    const waiting = this.#retries.length + this.#fresh > 0;
    if (this.#pace !== null) this.#adapt(onSecond(this.#pace, { startedRps, waiting }));
  }

  /** Only a rate below its ceiling changes with time: else no second is looked at. */
  #adapt({ state, change }: AdaptiveStep): void {
    this.#pace = state;
    if (change !== null) this.#bucket = retune(this.#bucket, state.rps, this.#input.limits.burst, this.#nowMs);
    if (this.#beats || state.rps >= state.configuredRps) return;
    this.#beats = true;
    this.#events.push({ kind: "second", atMs: this.#nowMs + 1000 });
  }
}
