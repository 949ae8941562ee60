/** Keeps the newest values and their order; a quantile is one of them, never an interpolation. */
export class RunningQuantile {
  readonly #window: number[] = [];
  readonly #sorted: number[] = [];
  readonly #size: number;
  #next = 0;

  /** `size`: how many of the newest values count, at least 1. */
  constructor(size: number) {
    this.#size = size;
  }

  /** Values that the quantiles rest on. */
  get count(): number {
    return this.#window.length;
  }

  add(value: number): void {
    const oldest = this.#window[this.#next];
    if (oldest !== undefined) this.#sorted.splice(this.#place(oldest), 1);
    this.#window[this.#next] = value;
    this.#next = (this.#next + 1) % this.#size;
    this.#sorted.splice(this.#place(value), 0, value);
  }

  /** The smallest value that at least the share `q` (0 to 1) of the newest do not exceed; null without values. */
  quantile(q: number): number | null {
    return this.#sorted[Math.max(0, Math.ceil(q * this.#sorted.length) - 1)] ?? null;
  }

  /** The first position whose value is not below. */
  #place(value: number): number {
    let [from, to] = [0, this.#sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#sorted[middle] ?? 0) < value) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
