/** A number that changes in steps, with its mean over time. Times are monotonic ms. */
export class Gauge {
  #value = 0;
  #area = 0;
  #sinceMs: number;
  #fromMs: number;

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
    this.#fromMs = nowMs;
  }

  get value(): number {
    return this.#value;
  }

  set(value: number, nowMs: number): void {
    this.#area += this.#value * (nowMs - this.#sinceMs);
    this.#sinceMs = nowMs;
    this.#value = value;
  }

  add(delta: number, nowMs: number): void {
    this.set(this.#value + delta, nowMs);
  }

  /** The mean since the last call, and a fresh start. */
  takeMean(nowMs: number): number {
    this.set(this.#value, nowMs);
    const spanMs = nowMs - this.#fromMs;
    const mean = spanMs > 0 ? this.#area / spanMs : this.#value;
    this.#area = 0;
    this.#fromMs = nowMs;
    return mean;
  }
}
