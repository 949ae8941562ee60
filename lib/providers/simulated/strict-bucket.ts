/**
 * The provider's side of a rate limit: a continuous token bucket that refuses instead of waiting.
 * It shares no code with the engine's bucket on purpose, so that each can show up an error of the other.
 */
export class StrictBucket {
  #level: number;
  #atMs: number;

  /** Starts full. */
  constructor(
    private perMs: number,
    private capacity: number,
    nowMs: number,
  ) {
    this.#level = capacity;
    this.#atMs = nowMs;
  }

  level(nowMs: number): number {
    if (nowMs > this.#atMs) {
      this.#level = Math.min(this.capacity, this.#level + (nowMs - this.#atMs) * this.perMs);
      this.#atMs = nowMs;
    }
    return this.#level;
  }

  /** Milliseconds until `amount` is there: 0 if it is, Infinity if it can never be. */
  dueInMs(amount: number, nowMs: number): number {
    const missing = amount - this.level(nowMs);
    // A billionth of a permit is forgiven (and stays owed): it is what adding floats costs.
    if (missing <= 1e-9) return 0;
    return amount > this.capacity ? Number.POSITIVE_INFINITY : missing / this.perMs;
  }

  /** Milliseconds until it is full again. */
  fullInMs(nowMs: number): number {
    return (this.capacity - this.level(nowMs)) / this.perMs;
  }

  take(amount: number, nowMs: number): void {
    this.#level = this.level(nowMs) - amount;
  }

  /** New limits from `nowMs` on; what was saved up stays as far as it fits. */
  retune(perMs: number, capacity: number, nowMs: number): void {
    this.#level = Math.min(capacity, this.level(nowMs));
    this.perMs = perMs;
    this.capacity = capacity;
  }
}
