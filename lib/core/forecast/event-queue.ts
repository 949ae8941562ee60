/** Something that happens at a time, in ms. */
export interface TimedEvent {
  readonly atMs: number;
}

/** Events in the order of their times (a binary heap); of two at one time either may come first. */
export class EventQueue<E extends TimedEvent> {
  readonly #heap: E[] = [];

  get size(): number {
    return this.#heap.length;
  }

  push(event: E): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || above.atMs <= event.atMs) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = event;
  }

  /** Takes the earliest event out. */
  pop(): E | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    this.#sink(last);
    return first;
  }

  #sink(event: E): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      if (left === undefined) break;
      const right = heap[2 * at + 2];
      const useRight = right !== undefined && right.atMs < left.atMs;
      const child = useRight ? right : left;
      if (child.atMs >= event.atMs) break;
      heap[at] = child;
      at = 2 * at + (useRight ? 2 : 1);
    }
    heap[at] = event;
  }
}
