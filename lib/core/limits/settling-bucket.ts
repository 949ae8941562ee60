import { dueInMs, fullBucket, levelAt, retune, type TokenBucket, take } from "./token-bucket";

/** A call that has taken from the bucket and not settled yet. */
export interface Reservation {
  readonly amount: number;
  /** What the bucket would hold now had it been full when the call began: no refund can lift it higher. */
  ceiling: TokenBucket;
}

/**
 * A token bucket whose takes are estimates, settled later as though the right amount had been taken at the time. That is
 * not the same as adding back the difference: what a provider's bucket of the same size did not miss it could not save
 * up beyond its size either. So the level never exceeds that bucket's by more than what calls in flight use beyond
 * their estimates.
 *
 * A bucket's level as a function of what it held at an earlier time is `min(x + a, c)`, where `c` is its level had it been
 * full then; each call under way keeps its `c`.
 */
export class SettlingBucket {
  #bucket: TokenBucket;
  /** Calls under way, in the order of their starts. */
  readonly #open = new Set<Reservation>();

  /** Starts full. Times are monotonic ms. */
  constructor(ratePerSecond: number, size: number, atMs: number) {
    this.#bucket = fullBucket(ratePerSecond, size, atMs);
  }

  get ratePerSecond(): number {
    return this.#bucket.ratePerSecond;
  }
  get size(): number {
    return this.#bucket.size;
  }
  levelAt(atMs: number): number {
    return levelAt(this.#bucket, atMs);
  }

  /** Milliseconds until `amount` can be taken, 0 if at once. What is larger than the bucket waits until it is full. */
  dueInMs(amount: number, atMs: number): number {
    return dueInMs(this.#bucket, amount, atMs);
  }

  /** Takes without asking; the caller has asked `dueInMs`, or wants the debt. */
  reserve(amount: number, atMs: number): Reservation {
    const full = fullBucket(this.#bucket.ratePerSecond, this.#bucket.size, atMs);
    this.#bucket = take(this.#bucket, amount, atMs);
    for (const open of this.#open) open.ceiling = take(open.ceiling, amount, atMs);
    const reservation = { amount, ceiling: full };
    this.#open.add(reservation);
    return reservation;
  }

  /** The call used so much. A second settlement does nothing. */
  settle(reservation: Reservation, used: number, atMs: number): void {
    if (!this.#open.has(reservation)) return;
    const unused = reservation.amount - used;
    const highest = levelAt(reservation.ceiling, atMs);
    const settled = (bucket: TokenBucket): TokenBucket => ({
      ...bucket,
      level: Math.min(levelAt(bucket, atMs) + unused, highest),
      atMs: Math.max(atMs, bucket.atMs),
    });
    // Of calls that began later, nothing is known to change: a bucket that was full then was full with or without this one.
    for (const open of this.#open) {
      if (open === reservation) break;
      open.ceiling = settled(open.ceiling);
    }
    this.#open.delete(reservation);
    this.#bucket = settled(this.#bucket);
  }

  /** A live edit: levels and debts stay, as far as the new size holds them. */
  retune(ratePerSecond: number, size: number, atMs: number): void {
    this.#bucket = retune(this.#bucket, ratePerSecond, size, atMs);
    for (const open of this.#open) open.ceiling = retune(open.ceiling, ratePerSecond, size, atMs);
  }

  /** Nothing that was saved up is left, nor comes back from calls under way; debts stay. */
  empty(atMs: number): void {
    const emptied = (bucket: TokenBucket): TokenBucket => ({
      ...bucket,
      level: Math.min(0, levelAt(bucket, atMs)),
      atMs: Math.max(atMs, bucket.atMs),
    });
    this.#bucket = emptied(this.#bucket);
    for (const open of this.#open) open.ceiling = emptied(open.ceiling);
  }
}
