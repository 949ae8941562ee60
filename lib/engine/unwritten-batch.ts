import type { Tick } from "@/lib/core/metrics/tick";
import type { FinishedCase, LogEntry, ParkedCase, RunBatch } from "./ports/run-records";

type Contents = Pick<RunBatch, "cases" | "parked" | "ticks" | "log">;

/** What a run has to store and has not yet. What could not be written is put back, ahead of what came since. */
export class UnwrittenBatch {
  #cases: FinishedCase[] = [];
  #parked = new Map<number, ParkedCase>();
  #ticks: Tick[] = [];
  #log: LogEntry[] = [];
  /** Finished cases that are here, or on their way to the store. */
  readonly #unwritten = new Set<number>();

  get cases(): number {
    return this.#cases.length;
  }
  get isEmpty(): boolean {
    return this.#cases.length + this.#parked.size + this.#ticks.length + this.#log.length === 0;
  }
  /** Finished, but not yet in the store. */
  holdsCase(ord: number): boolean {
    return this.#unwritten.has(ord);
  }

  addCase(finished: FinishedCase): void {
    // What was kept of it while it was not finished is of no use any more.
    this.#parked.delete(finished.ord);
    this.#cases.push(finished);
    this.#unwritten.add(finished.ord);
  }
  /** In place of what was kept of the case before. */
  park(parked: ParkedCase): void {
    this.#parked.set(parked.ord, parked);
  }
  addTick(tick: Tick): void {
    this.#ticks.push(tick);
  }
  addLog(entry: LogEntry): void {
    this.#log.push(entry);
  }

  take(): Contents {
    const contents = { cases: this.#cases, parked: [...this.#parked.values()], ticks: this.#ticks, log: this.#log };
    this.#cases = [];
    this.#parked = new Map();
    this.#ticks = [];
    this.#log = [];
    return contents;
  }

  /** It is in the store. */
  written({ cases }: Contents): void {
    for (const { ord } of cases) this.#unwritten.delete(ord);
  }

  /** It could not be written. What came since is newer, and of a case that has finished since nothing else is kept. */
  putBack(contents: Contents): void {
    this.#cases = [...contents.cases, ...this.#cases];
    const ended = new Set(this.#cases.map(({ ord }) => ord));
    const older = contents.parked.filter(({ ord }) => !ended.has(ord)).map((parked) => [parked.ord, parked] as const);
    this.#parked = new Map([...older, ...this.#parked]);
    this.#ticks = [...contents.ticks, ...this.#ticks];
    this.#log = [...contents.log, ...this.#log];
  }
}
