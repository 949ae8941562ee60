/**
 * Weighted fair turns (stride scheduling, Waldspurger 1995): each member has a pass, whoever has the smallest goes next,
 * and a turn moves its pass on by 1 / weight. Over any stretch in which members stay ready, their turns stand in the ratio
 * of their weights, within one turn; nobody ready waits longer than one turn of each other per unit of weight.
 */
export class FairTurns<Id extends string> {
  readonly #passes = new Map<Id, number>();
  #reached = 0;

  /** Whose turn it is among those who are ready; null where none is. The turn is not taken yet. */
  next(ready: readonly { readonly id: Id }[]): Id | null {
    let best: Id | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const { id } of ready) {
      const pass = this.#passOf(id);
      if (pass >= least) continue;
      best = id;
      least = pass;
    }
    return best;
  }

  /** Takes a turn. `weight` > 0: with 2, twice as many turns as with 1. */
  take(id: Id, weight: number): void {
    const pass = this.#passOf(id);
    this.#reached = Math.max(this.#reached, pass);
    this.#passes.set(id, pass + 1 / weight);
  }

  forget(id: Id): void {
    this.#passes.delete(id);
  }

  // Who comes new, or was idle, begins where the others are: what it did not use is not saved up.
  #passOf(id: Id): number {
    return Math.max(this.#passes.get(id) ?? 0, this.#reached);
  }
}
