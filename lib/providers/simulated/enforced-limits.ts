import type { SimulatedSettings } from "@/lib/core/simulation/simulated-settings";
import { StrictBucket } from "./strict-bucket";

const DAY_MS = 86_400_000;
/** Limits on tokens, by what they count. */
const TOKEN_KINDS = ["total", "input", "output"] as const;
type TokenKind = (typeof TOKEN_KINDS)[number];

/** Tokens of a request and of its answer. */
export interface ServedTokens {
  readonly input: number;
  readonly output: number;
}

type Limits = SimulatedSettings["limits"];
type Schedule = SimulatedSettings["schedule"];

/** A refusal, with the time until the same request would pass (null where time alone does not tell). */
export interface Refusal {
  readonly dimension: "requests" | "tokens" | "concurrency" | "day";
  readonly dueInMs: number | null;
}

/** How much is left of a dimension; `perMinute` is the limit as vendors state it. */
export interface Headroom {
  readonly perMinute: number;
  readonly remaining: number;
  readonly fullInMs: number;
}

/** All the limits that the simulated provider keeps, on one monotonic clock. */
export class EnforcedLimits {
  #limits: Limits;
  #upcoming: Schedule;
  #startedMs: number | null = null;
  #requests: StrictBucket | null = null;
  readonly #tokens = new Map<TokenKind, StrictBucket>();
  #day = { day: 0, served: 0 };
  #inFlight = 0;
  /** When the next request of another tenant arrives. */
  #nextOtherMs = Number.POSITIVE_INFINITY;

  constructor(limits: Limits, schedule: Schedule) {
    this.#limits = limits;
    this.#upcoming = schedule.toSorted((a, b) => a.atMs - b.atMs);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Lets a request in (null) or says why not. A refused one spends nothing of any dimension. */
  admit(tokens: ServedTokens, nowMs: number, epochMs: number): Refusal | null {
    this.#advance(nowMs);
    const { concurrency, requestsPerDay } = this.#limits;
    const day = Math.floor(epochMs / DAY_MS);
    if (day !== this.#day.day) this.#day = { day, served: 0 };
    if (requestsPerDay !== null && this.#day.served >= requestsPerDay) {
      return { dimension: "day", dueInMs: (day + 1) * DAY_MS - epochMs };
    }
    if (concurrency !== null && this.#inFlight >= concurrency) return { dimension: "concurrency", dueInMs: null };
    const requestDue = this.#requests?.dueInMs(1, nowMs) ?? 0;
    if (requestDue > 0) return { dimension: "requests", dueInMs: requestDue };
    const dues = [...this.#tokens].map(([kind, bucket]) => bucket.dueInMs(weightOf(kind, tokens), nowMs));
    const tokensDue = Math.max(0, ...dues);
    if (tokensDue > 0) return { dimension: "tokens", dueInMs: Number.isFinite(tokensDue) ? tokensDue : null };
    this.#requests?.take(1, nowMs);
    for (const [kind, bucket] of this.#tokens) bucket.take(weightOf(kind, tokens), nowMs);
    this.#day.served += 1;
    this.#inFlight += 1;
    return null;
  }

  /** An admitted request has ended, however it did. */
  release(): void {
    this.#inFlight -= 1;
  }

  headroom(nowMs: number): Record<"requests" | "tokens" | "inputTokens" | "outputTokens", Headroom | null> {
    if (this.#startedMs !== null) this.#advance(nowMs);
    const { requestsPerSecond } = this.#limits;
    const tokens = (kind: TokenKind) =>
      headroomOf(this.#tokens.get(kind) ?? null, perMinute(this.#limits, kind) ?? 0, nowMs);
    return {
      requests: headroomOf(this.#requests, (requestsPerSecond ?? 0) * 60, nowMs),
      tokens: tokens("total"),
      inputTokens: tokens("input"),
      outputTokens: tokens("output"),
    };
  }

  /** New limits at once; the schedule given counts from the first request as before. */
  replace(limits: Limits, schedule: Schedule, nowMs: number): void {
    const elapsedMs = this.#startedMs === null ? 0 : nowMs - this.#startedMs;
    this.#upcoming = schedule.filter((step) => step.atMs > elapsedMs).toSorted((a, b) => a.atMs - b.atMs);
    if (this.#startedMs === null) this.#limits = limits;
    else this.#apply(limits, nowMs);
  }

  #advance(nowMs: number): void {
    if (this.#startedMs === null) {
      this.#startedMs = nowMs;
      this.#apply(this.#limits, nowMs);
    }
    for (let [step] = this.#upcoming; step !== undefined; [step] = this.#upcoming) {
      const atMs = this.#startedMs + step.atMs;
      if (atMs > nowMs) break;
      this.#serveOthers(atMs);
      // Applied at its own time, so that the refill up to then still ran at the old rate.
      this.#apply(step.limits, atMs);
      this.#upcoming = this.#upcoming.slice(1);
    }
    this.#serveOthers(nowMs);
  }

  /** The other tenants' requests up to now. Where none is left they are first in line: what they take is owed, one at most. */
  #serveOthers(untilMs: number): void {
    const { othersPerSecond } = this.#limits;
    for (; this.#nextOtherMs <= untilMs; this.#nextOtherMs += 1000 / othersPerSecond) {
      if ((this.#requests?.level(this.#nextOtherMs) ?? 0) >= 0) this.#requests?.take(1, this.#nextOtherMs);
    }
  }

  #apply(limits: Limits, atMs: number): void {
    const { requestsPerSecond, burst, tokenBurst, othersPerSecond } = limits;
    if (othersPerSecond === 0) this.#nextOtherMs = Number.POSITIVE_INFINITY;
    else if (othersPerSecond !== this.#limits.othersPerSecond || this.#requests === null)
      this.#nextOtherMs = atMs + 1000 / othersPerSecond;
    this.#limits = limits;
    this.#requests = retuned(this.#requests, requestsPerSecond === null ? null : requestsPerSecond / 1000, burst, atMs);
    for (const kind of TOKEN_KINDS) {
      const limit = perMinute(limits, kind);
      const old = this.#tokens.get(kind) ?? null;
      const bucket = retuned(old, limit === null ? null : limit / 60_000, tokenBurst ?? limit ?? 0, atMs);
      if (bucket === null) this.#tokens.delete(kind);
      else this.#tokens.set(kind, bucket);
    }
  }
}

function perMinute(limits: Limits, kind: TokenKind): number | null {
  const { tokensPerMinute, inputTokensPerMinute, outputTokensPerMinute } = limits;
  return { total: tokensPerMinute, input: inputTokensPerMinute, output: outputTokensPerMinute }[kind];
}

function weightOf(kind: TokenKind, { input, output }: ServedTokens): number {
  return { total: input + output, input, output }[kind];
}

function retuned(
  bucket: StrictBucket | null,
  perMs: number | null,
  capacity: number,
  atMs: number,
): StrictBucket | null {
  if (perMs === null) return null;
  if (bucket === null) return new StrictBucket(perMs, capacity, atMs);
  bucket.retune(perMs, capacity, atMs);
  return bucket;
}

function headroomOf(bucket: StrictBucket | null, perMinute: number, nowMs: number): Headroom | null {
  if (bucket === null) return null;
  return {
    perMinute: Math.floor(perMinute),
    remaining: Math.max(0, Math.floor(bucket.level(nowMs) + 1e-9)),
    fullInMs: bucket.fullInMs(nowMs),
  };
}
