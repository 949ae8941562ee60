import type { Clock } from "@/lib/core/clock";
import { NO_TOKENS, type TokenCount, type TokenUsage } from "@/lib/core/limits/token-budget";
import { DueTimer, type Precision } from "./due-timer";
import type { Gate } from "./gate";

/** A call that has begun. `sent` is told when the request reaches the network, `end` when it is over. */
export interface StartedCall {
  readonly startedAtMs: number;
  sent(): void;
  /** What it did not use of its estimate comes back; where its use is not known, the estimate stays. */
  end(used: TokenUsage): void;
  /** A gate was put in front while the call is under way: it counts among that gate's calls, too. */
  adopt(gate: Gate): void;
}

interface Waiter {
  readonly gates: readonly Gate[];
  /** Estimated tokens; asked only where a gate limits them. */
  readonly tokens: () => TokenCount;
  readonly priority: number;
  readonly signal: AbortSignal;
  readonly resolve: (call: StartedCall | null) => void;
  readonly onAbort: () => void;
}

/**
 * Where every request of a pool starts. All gates in its way (the run's, then the pool's) are asked in the same instant,
 * and a permit is taken from each only if all say yes. So no window of any length can hold more starts than any of the
 * gates allows, whatever Bottleneck's queues and the event loop did before.
 */
export class StartDesk {
  readonly #clock: Clock;
  readonly #timer: DueTimer;
  readonly #precision: Precision;
  readonly #waiters: Waiter[] = [];
  #waking = false;

  /** `coarse` for virtual time, in which turning the event loop moves no clock. */
  constructor(clock: Clock, precision: Precision = "precise") {
    this.#clock = clock;
    this.#precision = precision;
    this.#timer = new DueTimer(clock, () => this.wake());
  }

  /** Waits for the instant to start; null when the signal was aborted before it came. */
  start(request: Omit<Waiter, "resolve" | "onAbort">): Promise<StartedCall | null> {
    return new Promise((resolve) => {
      if (request.signal.aborted) {
        for (const gate of request.gates) gate.leaveQueue();
        resolve(null);
        return;
      }
      const waiter: Waiter = { ...request, resolve, onAbort: () => this.#drop(waiter) };
      request.signal.addEventListener("abort", waiter.onAbort, { once: true });
      const behind = this.#waiters.findIndex((other) => other.priority > request.priority);
      if (behind === -1) this.#waiters.push(waiter);
      else this.#waiters.splice(behind, 0, waiter);
      this.wake();
    });
  }

  /** Starts whoever may start now, and arms the timer for who comes next. */
  wake(): void {
    if (this.#waking) return;
    this.#waking = true;
    let next: { waitMs: number; precision: Precision } | null = null;
    const nowMs = this.#clock.monotonicMs();
    // Jobs that one gate would let start and another holds: they take up no place in the first one's queue.
    const heldElsewhere = new Map<Gate, number>();
    const tokenQueues: TokenQueues = new Map();
    for (let i = 0; i < this.#waiters.length; ) {
      const waiter = this.#waiters[i];
      if (waiter === undefined) break;
      const waits = waiter.gates.map((gate) => gate.startsInMs(nowMs));
      queueForTokens(waiter, waits, tokenQueues, nowMs);
      const waitMs = Math.max(...waits);
      if (waitMs === 0) {
        this.#waiters.splice(i, 1);
        this.#begin(waiter, nowMs);
        continue;
      }
      waiter.gates.forEach((gate, g) => {
        const held = (waits[g] ?? 0) < waitMs ? 1 : 0;
        heldElsewhere.set(gate, (heldElsewhere.get(gate) ?? 0) + held);
      });
      if (next === null || waitMs < next.waitMs) {
        const precise = this.#precision === "precise" && waiter.gates.some((gate) => gate.precision === "precise");
        next = { waitMs, precision: precise ? "precise" : "coarse" };
      }
      i += 1;
    }
    this.#waking = false;
    for (const [gate, held] of heldElsewhere) gate.setHeldElsewhere(held);
    if (next === null) this.#timer.disarm();
    else this.#timer.arm(nowMs + next.waitMs, next.precision);
  }

  #begin(waiter: Waiter, nowMs: number): void {
    waiter.signal.removeEventListener("abort", waiter.onAbort);
    const leftFull = waiter.gates.filter((gate) => gate.start(nowMs));
    const settles = waiter.gates.map((gate) => gate.tokens.reserve(waiter.tokens));
    for (const gate of waiter.gates) gate.leaveQueue();
    let ended = false;
    let sent = false;
    const adopted: Gate[] = [];
    waiter.resolve({
      adopt: (gate) => {
        if (ended || waiter.gates.includes(gate) || adopted.includes(gate)) return;
        adopted.push(gate);
        gate.adoptCall();
      },
      startedAtMs: nowMs,
      sent: () => {
        sent = true;
        const lateMs = this.#clock.monotonicMs() - nowMs;
        for (const gate of leftFull) gate.sentLate(lateMs);
      },
      end: (used) => {
        if (ended) return;
        ended = true;
        for (const settle of settles) settle(sent ? used : NO_TOKENS);
        for (const gate of waiter.gates) {
          gate.end();
          if (!sent) gate.notSent();
        }
        for (const gate of adopted) gate.end();
        this.wake();
      },
    });
  }

  #drop(waiter: Waiter): void {
    const at = this.#waiters.indexOf(waiter);
    if (at === -1) return;
    this.#waiters.splice(at, 1);
    for (const gate of waiter.gates) gate.leaveQueue();
    waiter.resolve(null);
    this.wake();
  }
}

/** How long the first job waits that a gate holds for its tokens, which all behind it wait as well. */
type TokenQueues = Map<Gate, number>;

/**
 * Adds the waits for tokens to the others (`waits`, one for each gate). Tokens are taken in turn: were light calls let
 * past a heavy one, they would use up what it waits for, and it would wait for ever. A job that something else holds
 * longer keeps nobody from the tokens.
 */
function queueForTokens(waiter: Waiter, waits: number[], queues: TokenQueues, nowMs: number): void {
  if (!waiter.gates.some((gate) => gate.tokens.limited)) return;
  const permitMs = Math.max(...waits);
  const own = waiter.gates.map((gate) => (gate.tokens.limited ? gate.tokens.dueInMs(waiter.tokens, nowMs) : 0));
  waiter.gates.forEach((gate, g) => {
    const queueMs = gate.tokens.limited ? (queues.get(gate) ?? 0) : 0;
    waits[g] = Math.max(waits[g] ?? 0, own[g] ?? 0, queueMs);
  });
  const longestMs = Math.max(...own);
  if (longestMs === 0 || permitMs > longestMs) return;
  waiter.gates.forEach((gate, g) => {
    const dueMs = own[g] ?? 0;
    if (dueMs === 0) return;
    queues.set(gate, Math.max(queues.get(gate) ?? 0, dueMs));
    gate.tokens.noteHold(waiter.tokens, nowMs);
  });
}
