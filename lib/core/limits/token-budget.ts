import type { Limits } from "./limits";
import { type Reservation, SettlingBucket } from "./settling-bucket";

/** Tokens of one call, estimated or used. Whole or fractional, never negative. */
export interface TokenCount {
  readonly input: number;
  readonly output: number;
}
/** What a response told of its use; null: it did not say. */
export interface TokenUsage {
  readonly input: number | null;
  readonly output: number | null;
}

/** What a limit on tokens counts: prompts and answers together (OpenAI), or each alone (Anthropic). */
export const TOKEN_DIMENSIONS = ["total", "input", "output"] as const;
export type TokenDimension = (typeof TOKEN_DIMENSIONS)[number];

export type TokenLimits = Pick<Limits, "tokensPerMinute" | "inputTokensPerMinute" | "outputTokensPerMinute">;

export const NO_TOKENS: TokenCount = { input: 0, output: 0 };
export const UNKNOWN_USAGE: TokenUsage = { input: null, output: null };

/**
 * A bucket holds this part of a minute's tokens: ten seconds' worth. So no minute sees much more than the limit, and a
 * provider that counts over shorter times than a minute is met half-way.
 */
export const TOKEN_BUCKET_MINUTES = 1 / 6;

/** The limit of a dimension in tokens per minute, null where it is not limited. */
export function tokenLimit(limits: TokenLimits, dimension: TokenDimension): number | null {
  switch (dimension) {
    case "total":
      return limits.tokensPerMinute;
    case "input":
      return limits.inputTokensPerMinute;
    case "output":
      return limits.outputTokensPerMinute;
  }
}

/** What a call weighs in a dimension. */
export function tokenWeight(count: TokenCount, dimension: TokenDimension): number {
  return dimension === "total" ? count.input + count.output : count[dimension];
}

/** A call's estimate, taken from every bucket there was at its start. */
export interface TokenReservation {
  readonly count: TokenCount;
  readonly parts: ReadonlyMap<SettlingBucket, Reservation>;
}

/** One bucket for each dimension that is limited. Times are monotonic ms. */
export class TokenBudget {
  readonly #buckets = new Map<TokenDimension, SettlingBucket>();

  /** Its buckets start full. */
  constructor(limits: TokenLimits, atMs: number) {
    this.setLimits(limits, atMs);
  }

  /** Whether any limit on tokens is set. */
  get limited(): boolean {
    return this.#buckets.size > 0;
  }

  /** What each bucket holds; negative: a debt. */
  levelsAt(atMs: number): Partial<Record<TokenDimension, number>> {
    return Object.fromEntries([...this.#buckets].map(([dimension, bucket]) => [dimension, bucket.levelAt(atMs)]));
  }

  /**
   * Milliseconds until a call of this weight may start, 0 if at once. One that weighs more than a bucket holds waits until
   * that is full, and leaves a debt.
   */
  dueInMs(count: TokenCount, atMs: number): number {
    return this.longestDue(count, atMs)?.dueMs ?? 0;
  }

  /** The dimension that a call of this weight waits for longest; null where it waits for none. */
  longestDue(count: TokenCount, atMs: number): { readonly dimension: TokenDimension; readonly dueMs: number } | null {
    let longest: { dimension: TokenDimension; dueMs: number } | null = null;
    for (const [dimension, bucket] of this.#buckets) {
      const dueMs = bucket.dueInMs(tokenWeight(count, dimension), atMs);
      if (dueMs > (longest?.dueMs ?? 0)) longest = { dimension, dueMs };
    }
    return longest;
  }

  /** How many calls of this weight could start within `leadMs`, were nobody else to start. */
  callsWithin(leadMs: number, count: TokenCount, atMs: number): number {
    let calls = Number.POSITIVE_INFINITY;
    for (const [dimension, bucket] of this.#buckets) {
      const weight = Math.min(tokenWeight(count, dimension), bucket.size);
      const soon = Math.max(0, bucket.levelAt(atMs) + (leadMs * bucket.ratePerSecond) / 1000);
      if (weight > 0) calls = Math.min(calls, Math.floor(soon / weight));
    }
    return calls;
  }

  /** Takes a call's estimate from every bucket. Only right after `dueInMs` said 0. */
  reserve(count: TokenCount, atMs: number): TokenReservation {
    const parts = [...this.#buckets].map(
      ([dimension, bucket]) => [bucket, bucket.reserve(tokenWeight(count, dimension), atMs)] as const,
    );
    return { count, parts: new Map(parts) };
  }

  /**
   * The call is over: what it did not use comes back (a bucket never holds more than its size), what it used beyond its
   * estimate is owed. Where the response did not tell its use, the estimate stays. A limit that was set while the call was
   * under way owes all that it used.
   */
  settle(reservation: TokenReservation, used: TokenUsage, atMs: number): void {
    const { count, parts } = reservation;
    const known = { input: used.input ?? count.input, output: used.output ?? count.output };
    for (const [dimension, bucket] of this.#buckets) {
      const part = parts.get(bucket) ?? bucket.reserve(0, atMs);
      bucket.settle(part, tokenWeight(known, dimension), atMs);
    }
  }

  /** A live edit: levels and debts stay, a limit that is new starts with a full bucket. */
  setLimits(limits: TokenLimits, atMs: number): void {
    for (const dimension of TOKEN_DIMENSIONS) {
      const perMinute = tokenLimit(limits, dimension);
      const bucket = this.#buckets.get(dimension);
      if (perMinute === null) this.#buckets.delete(dimension);
      else if (bucket !== undefined) bucket.retune(perMinute / 60, perMinute * TOKEN_BUCKET_MINUTES, atMs);
      else this.#buckets.set(dimension, new SettlingBucket(perMinute / 60, perMinute * TOKEN_BUCKET_MINUTES, atMs));
    }
  }

  /** The provider has just refused a call for its tokens: nothing that was saved up is left, debts stay. */
  empty(atMs: number): void {
    for (const bucket of this.#buckets.values()) bucket.empty(atMs);
  }
}

/** The limit on tokens that lets the fewest calls of this weight through; nulls where none is set, or the weight unknown. */
export function tightestTokens(
  limits: TokenLimits,
  perAttempt: TokenCount | null,
): { readonly tokensPerMinute: number | null; readonly tokensPerAttempt: number | null } {
  let tightest: { tokensPerMinute: number; tokensPerAttempt: number } | null = null;
  for (const dimension of TOKEN_DIMENSIONS) {
    const tokensPerMinute = tokenLimit(limits, dimension);
    if (tokensPerMinute === null || perAttempt === null) continue;
    const tokensPerAttempt = tokenWeight(perAttempt, dimension);
    if (
      tightest === null ||
      tokensPerMinute * tightest.tokensPerAttempt < tightest.tokensPerMinute * tokensPerAttempt
    ) {
      tightest = { tokensPerMinute, tokensPerAttempt };
    }
  }
  return tightest ?? { tokensPerMinute: null, tokensPerAttempt: null };
}

/** A call that no wait can make fit: one dimension's limit for a whole minute is below what it weighs. */
export interface TokenMisfit {
  readonly dimension: TokenDimension;
  readonly perMinute: number;
  readonly needed: number;
}

/** Why a call can never start under these limits; null where it can. The dimension that it exceeds most. */
export function tokenMisfit(limits: TokenLimits, count: TokenCount): TokenMisfit | null {
  let worst: TokenMisfit | null = null;
  for (const dimension of TOKEN_DIMENSIONS) {
    const perMinute = tokenLimit(limits, dimension);
    const needed = tokenWeight(count, dimension);
    if (perMinute === null || needed <= perMinute) continue;
    if (worst === null || needed / perMinute > worst.needed / worst.perMinute) worst = { dimension, perMinute, needed };
  }
  return worst;
}

/** "tokens", "input tokens" or "output tokens". */
export function tokenDimensionWords(dimension: TokenDimension): string {
  return dimension === "total" ? "tokens" : `${dimension} tokens`;
}

/** The field of limits in which a dimension's limit stands. */
export function tokenLimitField(dimension: TokenDimension): keyof TokenLimits {
  switch (dimension) {
    case "total":
      return "tokensPerMinute";
    case "input":
      return "inputTokensPerMinute";
    case "output":
      return "outputTokensPerMinute";
  }
}
