import type { Clock } from "@/lib/core/clock";
import type { EngineLogger } from "./ports/engine-events";
import type { EngineLeaseStore } from "./ports/run-records";

const TTL_MS = 15_000;
const RENEW_MS = 5000;

/**
 * One process at a time runs the engine on a database: two would send every case twice. Who finds the lease taken serves
 * pages and waits for it; a lease whose holder is known to be dead is taken over at once.
 */
export class EngineLease {
  #held = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly store: EngineLeaseStore,
    private readonly owner: string,
    private readonly clock: Clock,
    private readonly logger: EngineLogger,
    /** Whether the process behind an owner may still live; true where that cannot be known. */
    private readonly mayLive: (owner: string) => boolean,
  ) {}

  get held(): boolean {
    return this.#held;
  }

  /** Tries now and from then on; calls `onHeld` each time the lease is won. */
  hold(onHeld: () => Promise<void>): void {
    const attempt = () => {
      this.#attempt(onHeld).catch((error: unknown) => {
        this.logger.error({ err: error }, "the engine's lease could not be renewed");
      });
    };
    this.#timer = setInterval(attempt, RENEW_MS);
    attempt();
  }

  async #attempt(onHeld: () => Promise<void>): Promise<void> {
    let won = await this.store.acquire(this.owner, this.clock.now(), TTL_MS);
    if (!won) {
      const holder = (await this.store.current())?.owner ?? this.owner;
      if (!this.mayLive(holder)) {
        await this.store.release(holder);
        won = await this.store.acquire(this.owner, this.clock.now(), TTL_MS);
      }
      if (!won) this.logger.warn({ holder }, "another process runs the engine on this database; waiting for it");
    }
    const fresh = won && !this.#held;
    this.#held = won;
    if (fresh) await onHeld();
  }

  async release(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    if (!this.#held) return;
    this.#held = false;
    await this.store.release(this.owner);
  }
}
