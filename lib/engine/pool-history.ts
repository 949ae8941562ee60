import type { PoolHistoryEntry } from "./ports/pool-records";

/** Entries that are kept in memory; the store keeps more. */
const KEPT = 200;
/** A rate that finds its way up changes each second; what lies so close together becomes one entry. */
const FOLD_MS = 5000;

/** How a pool's rate and its learned limits came to be what they are, bounded, with what is not stored yet. */
export class PoolHistory {
  readonly #entries: PoolHistoryEntry[];
  #unsaved = new Set<number>();
  #seq: number;

  constructor(stored: readonly PoolHistoryEntry[]) {
    this.#entries = stored.slice(-KEPT);
    this.#seq = this.#entries.at(-1)?.seq ?? 0;
  }

  /** Oldest first. */
  get entries(): readonly PoolHistoryEntry[] {
    return this.#entries;
  }

  add(entry: Omit<PoolHistoryEntry, "seq">): void {
    const last = this.#entries.at(-1);
    const folds =
      last !== undefined &&
      entry.why === "recovering" &&
      last.why === "recovering" &&
      last.dimension === entry.dimension &&
      entry.at >= last.at &&
      entry.at - last.at < FOLD_MS;
    if (folds) {
      this.#entries[this.#entries.length - 1] = { ...last, newValue: entry.newValue };
      this.#unsaved.add(last.seq);
      return;
    }
    this.#seq += 1;
    this.#entries.push({ ...entry, seq: this.#seq });
    this.#unsaved.add(this.#seq);
    if (this.#entries.length > KEPT) this.#entries.shift();
  }

  /** What was added or changed since the last time, to be stored; give it back with `notSaved` where that failed. */
  takeUnsaved(): PoolHistoryEntry[] {
    const unsaved = this.#entries.filter((entry) => this.#unsaved.has(entry.seq));
    this.#unsaved = new Set();
    return unsaved;
  }

  notSaved(entries: readonly PoolHistoryEntry[]): void {
    for (const { seq } of entries) this.#unsaved.add(seq);
  }
}
