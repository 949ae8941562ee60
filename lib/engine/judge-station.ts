import type { Pool } from "./pool";
import type { PoolMember } from "./pool-member";

type Waiter = () => void;

/**
 * Where a run's questions to judges wait for their turn at one pool. Only a few at a time are handed to the pool's gate,
 * as cases are; one that backs off has no place there.
 */
export class JudgeStation {
  readonly pool: Pool;
  readonly #fresh = new Set<Waiter>();
  /** They have waited once already, and go first. */
  readonly #retries = new Set<Waiter>();
  #handed = 0;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  get waiting(): number {
    return this.#fresh.size + this.#retries.size;
  }
  /** Questions at the pool's gate or in flight. */
  get handed(): number {
    return this.#handed;
  }

  /** Resolves with true when the question has its turn, with false when it was called off before. */
  turn(calledOff: AbortSignal, isRetry: boolean): Promise<boolean> {
    if (calledOff.aborted) return Promise.resolve(false);
    const line = isRetry ? this.#retries : this.#fresh;
    return new Promise((resolve) => {
      const leaveLine = () => {
        line.delete(take);
        calledOff.removeEventListener("abort", drop);
      };
      const take = () => {
        leaveLine();
        resolve(true);
      };
      const drop = () => {
        leaveLine();
        resolve(false);
      };
      calledOff.addEventListener("abort", drop, { once: true });
      line.add(take);
      this.pool.dispatch();
    });
  }

  /** Gives one question its turn. Only where one waits. */
  handOver(): void {
    const [take] = this.#retries.size > 0 ? this.#retries : this.#fresh;
    if (take === undefined) return;
    this.#handed += 1;
    take();
  }

  /** A question that had its turn has ended, or backs off. */
  leave(): void {
    this.#handed -= 1;
    this.pool.dispatch();
  }
}

/** A run at a pool that only its judges call. */
export function judgeMember(station: JudgeStation, run: Omit<PoolMember, "ready" | "handOver" | "handed">): PoolMember {
  return {
    runId: run.runId,
    get priority() {
      return run.priority;
    },
    ready: () => station.waiting > 0,
    handOver: () => station.handOver(),
    handed: () => station.handed,
    inFlight: () => run.inFlight(),
    waiting: () => run.waiting(),
    startedLastMinute: () => run.startedLastMinute(),
    onCooldown: (forMs, reason) => run.onCooldown(forMs, reason),
    onPace: (change) => run.onPace(change),
  };
}
