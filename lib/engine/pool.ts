import type { Clock } from "@/lib/core/clock";
import type { DayCount } from "@/lib/core/limits/day-quota";
import type { LearnedDimension } from "@/lib/core/limits/learned-limits";
import type { Limits } from "@/lib/core/limits/limits";
import { FairTurns } from "@/lib/core/scheduling/fair-turns";
import { priorityWeight, shareOfTurns } from "@/lib/core/scheduling/run-priority";
import { UsageRecord } from "@/lib/core/tokens/token-estimator";
import type { ModelCallResult } from "@/lib/providers/provider";
import type { Precision } from "./due-timer";
import { Gate } from "./gate";
import { livePool } from "./live-pool";
import { PoolCooldown } from "./pool-cooldown";
import { PoolInsight } from "./pool-insight";
import type { PoolMember } from "./pool-member";
import { PoolMeters } from "./pool-meters";
import { type PaceChange, PoolPace } from "./pool-pace";
import { PoolTokens, type TokensChange } from "./pool-tokens";
import type { LivePool } from "./ports/live-state";
import type { PoolHistoryEntry, PoolRecord, PoolState } from "./ports/pool-records";
import { StartDesk } from "./start-desk";

/** Refusals after which the pool's own count of tokens is not to be trusted. */
const OF_TOKENS: ReadonlySet<string> = new Set(["tokens", "unknown"]);
/**
 * Cases handed to the gates beyond those that may start at once, so that a freed slot and a permit that becomes due never
 * wait: a quarter of a second's worth, and no more than half of the slots. What is handed over is no longer a matter of
 * turns, so whoever comes new waits for it.
 */
const LOOK_AHEAD = { min: 2, max: 50, seconds: 0.25, ofSlots: 0.5 } as const;

/** A rate that was found so long ago says little of now; a pool starts at what is configured then. */
const RATE_KEPT_MS = 3_600_000;
/** A wait below this is a matter of the gate alone; watchers are told of longer ones. */
const TELL_MS = 1000;

/** What an earlier process left of a pool. */
export interface KeptOfPool {
  /** The requests that were sent earlier today. */
  readonly day?: DayCount | null;
  readonly state?: PoolState | null;
  readonly history?: readonly PoolHistoryEntry[];
}

/** The limiter of one provider and model pattern, with what it saw. All that calls them passes it. */
export class Pool {
  readonly desk: StartDesk;
  readonly gate: Gate;
  readonly #clock: Clock;
  readonly #members = new Map<string, PoolMember>();
  readonly #pace: PoolPace;
  readonly #insight: PoolInsight;
  readonly #tokens: PoolTokens;
  readonly #cooldown: PoolCooldown;
  readonly #turns = new FairTurns<string>();
  readonly #meters: PoolMeters;
  /** What answers of each model told of their use of tokens. */
  readonly #usage = new Map<string, UsageRecord>();
  #dispatching = false;
  #record: PoolRecord;
  #saved: PoolState | null = null;

  /** `kept`: what an earlier process counted and learned. */
  constructor(record: PoolRecord, clock: Clock, precision: Precision, kept: KeptOfPool = {}) {
    this.#record = record;
    this.#clock = clock;
    this.#meters = new PoolMeters(clock);
    const { state = null, history = [] } = kept;
    this.#insight = new PoolInsight(clock, { known: state?.known ?? {}, history });
    const fresh = state !== null && clock.now() - state.savedAt <= RATE_KEPT_MS;
    this.#tokens = new PoolTokens(clock);
    this.#cooldown = new PoolCooldown(clock);
    this.#pace = new PoolPace(record.limits, clock, (change) => this.#paceChanged(change), {
      rate: fresh ? state.rate : null,
      toldRps: this.#insight.requestsPerSecond,
    });
    this.desk = new StartDesk(clock, precision);
    this.gate = new Gate(this.limitsInForce, this.desk, clock, { day: kept.day ?? null });
    if (state !== null && state.cooldown !== null)
      this.coolDown(state.cooldown.until - clock.now(), state.cooldown.reason);
  }

  get record(): PoolRecord {
    return this.#record;
  }
  /** The pool's limits with the rate, and the limit on tokens, that it has adapted to. */
  get limitsInForce(): Limits {
    const { limits } = this.#record;
    return {
      ...limits,
      requestsPerSecond: this.#pace.rps,
      // Permits that were saved up beyond what the provider saves up would be refused.
      burst: Math.min(limits.burst, this.#insight.requestsAtOnce ?? limits.burst),
      tokensPerMinute: this.#tokens.inForce(limits),
    };
  }
  get idle(): boolean {
    return this.#members.size === 0 && this.gate.calling === 0;
  }
  /** Epoch ms, or null when nothing cools down. */
  get cooldownUntil(): number | null {
    return this.#cooldown.until;
  }

  setRecord(record: PoolRecord): void {
    this.#record = record;
    this.#pace.configure(record.limits);
    this.gate.setLimits(this.limitsInForce);
    this.dispatch();
  }

  /** Whose case is next is decided here, a slot or so before it starts: runs take weighted fair turns. */
  dispatch(): void {
    // Handing over may end cases at once, which comes back here.
    if (this.#dispatching) return;
    this.#dispatching = true;
    for (;;) {
      const members = [...this.#members.values()];
      const handed = members.reduce((sum, member) => sum + member.handed(), 0);
      if (!this.#hasRoom(handed)) break;
      const ready = members.filter((member) => member.ready());
      const next = this.#turns.next(ready.map(({ runId }) => ({ id: runId })));
      const member = next === null ? undefined : this.#members.get(next);
      if (member === undefined) break;
      this.#turns.take(member.runId, priorityWeight(member.priority));
      member.handOver();
    }
    this.#dispatching = false;
  }

  /** For one more case: there may be as many as have a slot, and of those that wait as many as have a permit. */
  #hasRoom(handed: number): boolean {
    const { concurrency, requestsPerSecond } = this.#record.limits;
    const soon = Math.ceil(Math.min(requestsPerSecond * LOOK_AHEAD.seconds, concurrency * LOOK_AHEAD.ofSlots));
    const ahead = Math.min(LOOK_AHEAD.max, Math.max(LOOK_AHEAD.min, soon));
    return handed < concurrency + ahead && handed - this.gate.calling < Math.floor(this.gate.permits) + ahead;
  }

  join(member: PoolMember): void {
    this.#members.set(member.runId, member);
  }
  leave(member: PoolMember): void {
    // The run may be back already, with a member of its own.
    if (this.#members.get(member.runId) === member) {
      this.#members.delete(member.runId);
      this.#turns.forget(member.runId);
    }
    this.dispatch();
  }

  /** What is known of a model's use of tokens, shared by all runs that call it here. */
  usageOf(model: string): UsageRecord {
    const known = this.#usage.get(model) ?? new UsageRecord();
    this.#usage.set(model, known);
    return known;
  }

  /** A request has left the queues: there is room for the next. */
  noteStarted(): void {
    this.dispatch();
  }
  noteSent(): void {
    this.#meters.sent();
  }

  /** Once a second: the rate may grow. */
  second(): void {
    this.#pace.second(this.#meters.startedLastSecond, this.gate.waitingForPermit > 0);
    // What was told may have grown too old to be believed.
    if (this.gate.burst !== this.limitsInForce.burst) this.gate.setLimits(this.limitsInForce);
    const held = this.gate.tokens.hold?.dimension === "total";
    this.#tokensChanged(this.#tokens.second(held, this.#record.limits));
  }

  #paceChanged(change: PaceChange): void {
    const { at, oldRps, newRps, why } = change;
    this.#insight.history.add({
      at,
      kind: "rate",
      dimension: "requests",
      oldValue: oldRps,
      newValue: newRps,
      why,
    });
    // Who configured it tells the gate and the runs.
    if (why === "configured") return;
    this.gate.setLimits(this.limitsInForce);
    for (const member of this.#members.values()) member.onPace(change);
    this.dispatch();
  }

  #tokensChanged(change: TokensChange | null): void {
    if (change === null) return;
    const { at, oldPerMinute: oldValue, newPerMinute: newValue, why } = change;
    // Before the gate looks who may start: what was saved up is not there, as the provider has just said.
    if (why === "refused") {
      this.gate.tokens.setLimits(this.limitsInForce);
      this.gate.tokens.empty();
    }
    this.gate.setLimits(this.limitsInForce);
    // Its way back up, second by second, would bury everything else.
    if (why === "recovering" && newValue !== this.#record.limits.tokensPerMinute) return;
    if (newValue !== null) {
      this.#insight.history.add({ at, kind: "rate", dimension: "tokens", oldValue, newValue, why });
    }
    for (const member of this.#members.values()) member.onPace(change);
  }

  /** See PoolInsight. */
  get headroom(): { requests: number | null; tokens: number | null } {
    return this.#insight.headroom;
  }
  /** A run's part of the rate in force, by turns; null where it is alone here. */
  shareRps(runId: string): number | null {
    const own = this.#members.get(runId);
    if (own === undefined || this.#members.size < 2) return null;
    const priorities = [...this.#members.values()].map((member) => member.priority);
    return this.#pace.rps * shareOfTurns(own.priority, priorities);
  }
  /** Runs that are here. */
  get runs(): number {
    return this.#members.size;
  }
  get failuresAreIsolated(): boolean {
    return this.#meters.failuresAreIsolated;
  }
  get refusalsInARow(): number {
    return this.#meters.refusalsInARow;
  }

  /** `sentAtMs`: monotonic. */
  noteResult(result: ModelCallResult, sentAtMs: number): void {
    this.#meters.answered(result, sentAtMs);
    this.#heed(result, sentAtMs);
    const seen = { toldPerMinute: this.#insight.tokensPerMinute, acceptedPerMinute: this.#meters.tokensPerMinute };
    this.#tokensChanged(this.#tokens.note(result, sentAtMs, this.#record.limits, seen));
    if (result.fate.outcome === "rate-limited" && OF_TOKENS.has(result.fate.dimension)) this.gate.tokens.empty();
    this.#pace.note(result, sentAtMs, this.#insight);
  }

  /** Waits where the headers say that nothing remains, instead of drawing a refusal. */
  #heed(result: ModelCallResult, sentAtMs: number): void {
    const { tokensPerRequest } = this.#meters;
    const { concurrency } = this.#record.limits;
    const { burst } = this.limitsInForce;
    const [wait] = this.#insight.note(result, sentAtMs, { concurrency, tokensPerRequest });
    if (this.limitsInForce.burst !== burst) this.gate.setLimits(this.limitsInForce);
    if (wait === undefined) return;
    if (wait.forMs < TELL_MS) this.gate.coolDown(this.#clock.monotonicMs() + wait.forMs);
    else this.coolDown(wait.forMs, `its headers say that no ${WHAT[wait.dimension]} are left`);
  }

  /** Nothing starts for so long, in any run. Told to every run once per cooldown that reaches further than the last. */
  coolDown(forMs: number, reason: string): void {
    if (forMs <= 0) return;
    this.gate.coolDown(this.#clock.monotonicMs() + forMs);
    if (!this.#cooldown.take(forMs, reason)) return;
    for (const member of this.#members.values()) member.onCooldown(forMs, reason);
  }

  /** Somebody would rather try now. Requests of the day that are used up stay so. Returns whether there was a cooldown. */
  endCooldown(): boolean {
    if (!this.#cooldown.end()) return false;
    this.gate.endCooldown();
    this.dispatch();
    return true;
  }

  live(): LivePool {
    const { known, at, history } = this.#insight;
    return livePool({
      gate: this.gate,
      meters: this.#meters,
      members: [...this.#members.values()],
      cooldown: this.#cooldown,
      pace: {
        requestsPerSecond: this.#pace.rps,
        burst: this.limitsInForce.burst,
        lastChange: this.#pace.lastChange,
      },
      limitsInForce: this.limitsInForce,
      learned: at === null ? null : { known, at },
      history: history.entries,
      now: this.#clock.now(),
    });
  }

  /** What is to be stored: null where nothing changed since the last time. */
  takeUnsaved(): { state: PoolState; entries: PoolHistoryEntry[] } | null {
    const now = this.#clock.now();
    const state: PoolState = {
      known: this.#insight.known,
      rate: this.#pace.kept,
      cooldown: this.#cooldown.kept,
      savedAt: now,
    };
    const entries = this.#insight.history.takeUnsaved();
    const unchanged =
      this.#saved !== null &&
      this.#saved.known === state.known &&
      this.#saved.rate?.rps === state.rate?.rps &&
      // Told by two clocks, it differs a little each time.
      Math.abs((this.#saved.cooldown?.until ?? 0) - (state.cooldown?.until ?? 0)) < 5000;
    if (unchanged && entries.length === 0) return null;
    this.#saved = state;
    return { state, entries };
  }

  notSaved(entries: readonly PoolHistoryEntry[]): void {
    this.#saved = null;
    this.#insight.history.notSaved(entries);
  }

  close(): void {
    this.gate.close();
  }
}

const WHAT: Record<LearnedDimension, string> = {
  requests: "requests",
  requestsPerDay: "requests of the day",
  tokens: "tokens",
  tokensPerDay: "tokens of the day",
  inputTokens: "input tokens",
  outputTokens: "output tokens",
};
