import type { Clock } from "@/lib/core/clock";
import { addToDay, type DayCount, dayCountAt, dayWaitMs } from "@/lib/core/limits/day-quota";
import type { Limits } from "@/lib/core/limits/limits";
import { startSlackMs } from "@/lib/core/limits/refill-slack";
import {
  canTake,
  dueInMs,
  fullBucket,
  isFull,
  levelAt,
  retune,
  settle,
  type TokenBucket,
  take,
} from "@/lib/core/limits/token-bucket";
import type { TokenCount, TokenLimits } from "@/lib/core/limits/token-budget";
import { BottleneckLanes, type LanePriority } from "./bottleneck-lanes";
import { DueTimer, type Precision } from "./due-timer";
import { GateTokens } from "./gate-tokens";

/** What a gate needs of limits. */
export type GateLimits = Pick<Limits, "requestsPerSecond" | "burst" | "concurrency" | "requestsPerDay"> & TokenLimits;

/** Permits are handed to Bottleneck's queues this long before they are due, to cover what its queue takes to react. */
const LEAD_MS = 10;
/** A gate in front of another hands over earlier, by what the way through that one takes; by so much at most. */
const LEAD_MAX_MS = 5000;
/** One lane starts about 400 jobs a second at most; half of that leaves room for bursts. */
const STARTS_PER_LANE_PER_SECOND = 150;
const LANES_MAX = 8;
/** Who waits for a new day looks again after this long: the wall clock that ends it may be set meanwhile. */
const DAY_LOOK_MS = 60_000;

export interface GateTicket {
  readonly priority: LanePriority;
  /** Estimated tokens of the call; settled afterwards. Asked only where tokens are limited, for it costs time. */
  readonly tokens: () => TokenCount;
  readonly signal: AbortSignal;
  /** A slot is held; waiting for a permit begins. */
  onSlot(): void;
}

/**
 * One gate: slots, then permits. Bottleneck queues and orders; the pure bucket decides. A permit is taken from the
 * bucket at the very moment a request starts (see StartDesk), so that neither an early grant nor a cancelled case costs rate.
 */
export class Gate {
  readonly #clock: Clock;
  readonly #lanes: BottleneckLanes;
  readonly #grantTimer: DueTimer;
  #limits: GateLimits;
  /** The last start; −∞ before the first. */
  #startedMs = Number.NEGATIVE_INFINITY;
  #requests: TokenBucket;
  #day: DayCount | null;
  readonly tokens: GateTokens;
  #outstanding = 0;
  #calling = 0;
  #waitingForPermit = 0;
  #heldElsewhere = 0;
  #cooldownUntilMs = 0;
  #leadMs = LEAD_MS;

  constructor(
    limits: GateLimits,
    private readonly desk: { wake(): void },
    clock: Clock,
    {
      behind,
      day = null,
    }: {
      /** A gate put in front of one that is in use has no more permits saved up than that: an edit makes no free burst. */
      readonly behind?: Gate | undefined;
      /** Requests that were started earlier, by the same count. */
      readonly day?: DayCount | null;
    } = {},
  ) {
    this.#clock = clock;
    this.#day = day;
    this.#limits = limits;
    const nowMs = clock.monotonicMs();
    const full = fullBucket(limits.requestsPerSecond, limits.burst, nowMs);
    this.#requests = behind === undefined ? full : { ...full, level: Math.min(full.level, behind.permits) };
    this.tokens = new GateTokens(limits, clock);
    this.#lanes = new BottleneckLanes(laneCount(limits), limits.concurrency);
    this.#lanes.onWanting = () => this.pump();
    this.#grantTimer = new DueTimer(clock, () => this.pump());
  }

  get limits(): GateLimits {
    return this.#limits;
  }
  get calling(): number {
    return this.#calling;
  }
  /** Jobs that have passed this gate: they call, or wait at the next one. */
  get passed(): number {
    return this.#calling + this.#outstanding;
  }
  get burst(): number {
    return this.#limits.burst;
  }
  get waitingForPermit(): number {
    return this.#waitingForPermit;
  }
  get permits(): number {
    return levelAt(this.#requests, this.#clock.monotonicMs());
  }
  /** Monotonic ms; in the past when nothing cools down. */
  get cooldownUntilMs(): number {
    return this.#cooldownUntilMs;
  }

  /** Requests started today (UTC). */
  get day(): DayCount {
    return dayCountAt(this.#day, this.#clock.now());
  }
  /** Milliseconds until the day's requests are there again; 0 while they are not used up. */
  get dayWaitMs(): number {
    return dayWaitMs(this.#day, this.#limits.requestsPerDay, this.#clock.now());
  }

  /** Takes a slot and a place in the permit queue, then runs `inner`, holding the slot until it ends. */
  pass(ticket: GateTicket, inner: () => Promise<void>): Promise<void> {
    let stopListening = () => {};
    return this.#lanes.schedule({
      priority: ticket.priority,
      onSlot: (letThrough) => {
        if (ticket.signal.aborted) return false;
        this.#waitingForPermit += 1;
        ticket.signal.addEventListener("abort", letThrough, { once: true });
        stopListening = () => ticket.signal.removeEventListener("abort", letThrough);
        ticket.onSlot();
        return true;
      },
      onPermit: async () => {
        this.#waitingForPermit -= 1;
        stopListening();
        if (ticket.signal.aborted) return;
        this.#outstanding += 1;
        await inner();
      },
    });
  }

  /** How long a job took from here to the desk, through the gates behind this one: later ones set off so much earlier. */
  noteWayToDesk(wayMs: number): void {
    this.#leadMs = Math.min(LEAD_MAX_MS, LEAD_MS + Math.max(0, this.#leadMs - LEAD_MS) * 0.7 + wayMs * 0.3);
  }

  /** Called by the desk when a job that passed this gate no longer waits: it started, or was cancelled. */
  leaveQueue(): void {
    this.#outstanding -= 1;
    this.pump();
  }

  /** Jobs at the desk that this gate would let start, and another does not. */
  setHeldElsewhere(held: number): void {
    const fewer = held > this.#heldElsewhere;
    this.#heldElsewhere = held;
    if (fewer) this.pump();
  }

  /** 0 when a request may start now, its tokens left aside, else ms until it may; Infinity: when a call ends. */
  startsInMs(nowMs: number): number {
    if (nowMs < this.#cooldownUntilMs) return this.#cooldownUntilMs - nowMs;
    if (this.#calling >= this.#limits.concurrency) return Number.POSITIVE_INFINITY;
    if (this.#limits.requestsPerDay !== null && this.dayWaitMs > 0) return Math.min(DAY_LOOK_MS, this.dayWaitMs);
    return canTake(this.#requests, 1, nowMs) ? 0 : dueInMs(this.#requests, 1, nowMs);
  }

  /** Takes a permit. Only right after `startsInMs` and `tokens.dueInMs` said 0. Returns whether the bucket was full. */
  start(nowMs: number): boolean {
    const wasFull = isFull(this.#requests, nowMs);
    const slackMs = startSlackMs(this.#limits, nowMs - this.#startedMs);
    this.#startedMs = nowMs;
    this.#requests = take(this.#requests, 1, nowMs, slackMs);
    this.#day = addToDay(this.#day, 1, this.#clock.now());
    this.#calling += 1;
    return wasFull;
  }

  /** The call that was started was never sent: it counts in no day. */
  notSent(): void {
    this.#day = addToDay(this.#day, -1, this.#clock.now());
    this.pump();
  }

  /** A call that began before this gate stood in its way. It has cost no permit here, but it is in flight. */
  adoptCall(): void {
    this.#calling += 1;
  }

  /** The request that left a full bucket reached the network only now: refill counts from here. */
  sentLate(lateMs: number): void {
    this.#requests = settle(
      this.#requests,
      (-lateMs * this.#limits.requestsPerSecond) / 1000,
      this.#clock.monotonicMs(),
    );
  }

  /** The call ended. */
  end(): void {
    this.#calling -= 1;
  }

  /** A live edit: in force for the next start. Lowering the concurrency drains, and never cuts a call. */
  setLimits(limits: GateLimits): void {
    const nowMs = this.#clock.monotonicMs();
    this.#limits = limits;
    this.#requests = retune(this.#requests, limits.requestsPerSecond, limits.burst, nowMs);
    this.tokens.setLimits(limits);
    this.#lanes.resize(laneCount(limits), limits.concurrency);
    this.#grantTimer.disarm();
    this.pump();
    this.desk.wake();
  }

  /**
   * The provider said wait: nothing starts until then. What was saved up is gone (the provider has just shown that it
   * sees less headroom than we did): after the wait one request may start at once, the others at the rate.
   */
  coolDown(untilMs: number): void {
    const nowMs = this.#clock.monotonicMs();
    const until = Math.max(this.#cooldownUntilMs, untilMs);
    this.#cooldownUntilMs = until;
    this.#requests = {
      ...this.#requests,
      level: Math.min(levelAt(this.#requests, nowMs), 1),
      atMs: Math.max(until, this.#requests.atMs),
    };
    this.#grantTimer.disarm();
    this.pump();
    this.desk.wake();
  }

  /** Lets a cooldown end now. */
  endCooldown(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#cooldownUntilMs = nowMs;
    this.#requests = { ...this.#requests, atMs: nowMs };
    this.#grantTimer.disarm();
    this.pump();
    this.desk.wake();
  }

  /** How exactly start times must be met: where a millisecond's lateness would be lost for good, exactly. */
  get precision(): Precision {
    const { requestsPerSecond, burst } = this.#limits;
    return (burst - 1) / requestsPerSecond < 0.004 ? "precise" : "coarse";
  }

  /** Hands permits that are due, or will be within the lead, to jobs that wait for them. */
  pump(): void {
    let wanting = this.#lanes.wanting;
    if (wanting === 0) return;
    const nowMs = this.#clock.monotonicMs();
    const { requestsPerSecond, burst } = this.#limits;
    const frozenMs = Math.max(0, this.#requests.atMs - nowMs);
    const leadMs = Math.max(0, this.#leadMs - frozenMs);
    const permits = levelAt(this.#requests, nowMs) + (leadMs * requestsPerSecond) / 1000;
    const most = Math.min(this.tokens.callsAhead(this.#leadMs, nowMs), this.#leftToday());
    const soon = Math.min(permits, most);
    let ahead = this.#outstanding - this.#heldElsewhere + this.#lanes.granted;
    while (wanting > 0 && ahead + 1 <= soon + 1e-9 && this.#lanes.grant()) {
      wanting -= 1;
      ahead += 1;
    }
    if (wanting === 0) return;
    if (most < permits) {
      // Each start makes room for the next; where there are none, only a new day does.
      this.#grantTimer.arm(
        most > 0 ? Number.POSITIVE_INFINITY : nowMs + Math.min(DAY_LOOK_MS, this.dayWaitMs),
        "coarse",
      );
      return;
    }
    // With a full queue ahead, each job that leaves it calls pump; else the next permit becomes due by itself.
    const missing = ahead + 1 - soon;
    const reachable = ahead + 1 <= burst + (this.#leadMs * requestsPerSecond) / 1000;
    const waitMs = Math.max(0, frozenMs - this.#leadMs) + Math.max(0.5, (missing * 1000) / requestsPerSecond);
    this.#grantTimer.arm(reachable ? nowMs + waitMs : Number.POSITIVE_INFINITY, "coarse");
  }

  #leftToday(): number {
    const { requestsPerDay } = this.#limits;
    return requestsPerDay === null ? Number.POSITIVE_INFINITY : Math.max(0, requestsPerDay - this.day.started);
  }

  /** Stops the timer; jobs in the queue are let go by their own signals. */
  close(): void {
    this.#grantTimer.disarm();
  }
}

function laneCount(limits: GateLimits): number {
  return Math.min(LANES_MAX, Math.ceil(limits.requestsPerSecond / STARTS_PER_LANE_PER_SECOND));
}
