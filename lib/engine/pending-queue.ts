import type { EngineLogger } from "./ports/engine-events";
import type { PendingCase } from "./ports/run-records";

/** Pending cases read at a time, and how few may be left before the next page is asked for. */
const PAGE = { size: 400, low: 150 } as const;
/** With so many answered cases at hand, reading on waits for the judges. */
const ANSWERED_MAX = 1000;

export interface PendingQueueDeps {
  /** Reads pending cases after a position, in order. */
  readonly load: (afterOrd: number, limit: number) => Promise<PendingCase[]>;
  /** Cases that are under way, or ended and not written yet: pending in the store, but not to be begun. */
  readonly isTaken: (ord: number) => boolean;
  readonly onLoaded: () => void;
  readonly logger: EngineLogger;
}

/** The next cases of a run, a page ahead of the store: 100,000 waiting cases are rows and not objects. */
export class PendingQueue {
  readonly #deps: PendingQueueDeps;
  #buffer: PendingCase[] = [];
  /** Cases whose target has answered already: they need their judges alone. */
  #answered: PendingCase[] = [];
  #cursor = -1;
  #exhausted = false;
  #loading = false;

  constructor(deps: PendingQueueDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#buffer.length;
  }
  get answered(): number {
    return this.#answered.length;
  }
  /** Nothing is left, here or in the store. */
  get finished(): boolean {
    return this.#exhausted && this.#buffer.length + this.#answered.length === 0 && !this.#loading;
  }

  /** A case to ask the target about. */
  take(): PendingCase | undefined {
    return this.#buffer.shift();
  }
  /** A case to ask its judges about. */
  takeAnswered(): PendingCase | undefined {
    return this.#answered.shift();
  }

  /** A case that was begun comes back, while others go on. */
  putBack(item: PendingCase): void {
    this.#append([item]);
  }

  /** Begins anew from the first pending case: some were put back. */
  rewind(): void {
    this.#cursor = -1;
    this.#exhausted = false;
    this.#buffer = [];
    this.#answered = [];
  }

  /** Asks for the next page where it will be needed soon. */
  ensure(): void {
    if (this.#exhausted || this.#loading || this.#answered.length >= ANSWERED_MAX) return;
    if (this.#buffer.length < PAGE.low) void this.#load();
  }

  #append(items: readonly PendingCase[]): void {
    const here = new Set([...this.#buffer, ...this.#answered].map(({ ord }) => ord));
    for (const item of items) {
      if (here.has(item.ord)) continue;
      if (item.answer === null) this.#buffer.push(item);
      else this.#answered.push(item);
    }
  }

  async #load(): Promise<void> {
    this.#loading = true;
    const from = this.#cursor;
    try {
      const page = await this.#deps.load(from, PAGE.size);
      if (from === this.#cursor) {
        this.#exhausted = page.length < PAGE.size;
        this.#cursor = page.at(-1)?.ord ?? this.#cursor;
        this.#append(page.filter((item) => !this.#deps.isTaken(item.ord)));
      }
    } catch (error) {
      this.#deps.logger.error({ err: error }, "pending cases could not be read; trying again");
      return; // the next beat asks again
    } finally {
      this.#loading = false;
    }
    this.#deps.onLoaded();
  }
}
