import type { ActiveCases } from "./active-cases";
import { type CaseContext, type CaseEnd, CaseRunner } from "./case-runner";
import { PendingQueue } from "./pending-queue";
import type { EngineLogger } from "./ports/engine-events";
import type { EngineRunStore, PendingCase } from "./ports/run-records";
import type { RunRecorder } from "./run-recorder";

/** A run with limits of its own hands over so many cases beyond its slots. */
const OWN_LOOK_AHEAD = 4;
/** Cases that back off hold no slot; so many at most, so that a failing provider cannot fill the memory. */
const BACKING_OFF_MAX = 2000;
/** So many answers may wait for their verdicts; with more the target waits for its judges. */
const JUDGING_MAX = 500;
/** With so many results unwritten, starting waits for the store. */
const UNWRITTEN_MAX = 4000;

export interface CaseFeedDeps {
  readonly runId: string;
  readonly store: EngineRunStore;
  readonly recorder: RunRecorder;
  readonly active: ActiveCases;
  readonly logger: EngineLogger;
  readonly context: CaseContext;
  /** The run's budget has room for one more case. */
  mayBegin(): boolean;
  /** False while the run comes to rest. */
  goesOn(): boolean;
  /** There is something to hand over. */
  onReady(): void;
  onEnd(end: CaseEnd): void;
  /** A fault of our own: the case stays pending. */
  onFault(caseId: string, error: unknown): void;
}

/** Pulls pending cases, a few at a time, and hands them to the gates when it is the run's turn. */
export class CaseFeed {
  readonly #deps: CaseFeedDeps;
  readonly #pending: PendingQueue;
  /** Cases whose backoff is over, in the order in which it was: each is let go on when it is the run's turn. */
  readonly #retries = new Set<() => void>();
  /** Cases that were begun and put back, as they were then: the store may not have it yet. */
  readonly #parked = new Map<number, PendingCase>();

  constructor(deps: CaseFeedDeps) {
    this.#deps = deps;
    this.#pending = new PendingQueue({
      load: async (afterOrd, limit) => {
        const page = await deps.store.pendingCases(deps.runId, afterOrd, limit);
        return page.map((item) => this.#parked.get(item.ord) ?? item);
      },
      isTaken: (ord) => deps.active.has(ord) || deps.recorder.isUnflushed(ord),
      onLoaded: () => deps.onReady(),
      logger: deps.logger,
    });
  }

  /** No case is left to begin, here or in the store. */
  get finished(): boolean {
    return this.#pending.finished;
  }
  /** Cases at hand that have not begun. */
  get waiting(): number {
    return this.#pending.size + this.#pending.answered;
  }
  /** Asks for more cases where they will be needed soon, and begins those that need their judges alone. */
  ensure(): void {
    this.#pending.ensure();
    while (!this.#holdsBack) {
      const item = this.#pending.takeAnswered();
      if (item === undefined) return;
      this.#begin(item);
    }
  }
  /** Begins anew from the first pending case: some were put back. */
  rewind(): void {
    this.#pending.rewind();
  }

  /**
   * A retry waits for the run's turn among the runs of the pool, ahead of the run's fresh cases: were it to go straight
   * to the gates, a run with many failures would starve the others. Resolves at once when it is called off.
   */
  retryTurn(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const go = () => {
        this.#retries.delete(go);
        signal.removeEventListener("abort", go);
        resolve();
      };
      this.#retries.add(go);
      signal.addEventListener("abort", go, { once: true });
      this.#deps.onReady();
    });
  }

  /** A retry waits for its turn, and the run's own limits leave room for it. */
  retryReady(): boolean {
    return this.#retries.size > 0 && this.#hasRoom();
  }

  /** A case is at hand, and nothing holds it back. */
  ready(): boolean {
    if (this.retryReady()) return true;
    if (this.#pending.size === 0 || this.#holdsBack) return false;
    const { recorder } = this.#deps;
    return recorder.gauge("backing-off") + this.#retries.size < BACKING_OFF_MAX && this.#hasRoom();
  }

  /** Lets the oldest retry go on, else begins one case. Only after `ready`. */
  handOver(): void {
    const [retry] = this.#retries;
    if (retry !== undefined) {
      retry();
      return;
    }
    const item = this.#pending.take();
    if (item !== undefined) this.#begin(item);
  }

  /** Cases that take up the pool's slots: behind a gate of the run's own, only what has passed that gate. */
  handed(): number {
    return this.#deps.context.line.front()?.passed ?? this.#underWay();
  }

  #hasRoom(): boolean {
    const { line } = this.#deps.context;
    return line.front() === null || this.#underWay() < line.limits().concurrency + OWN_LOOK_AHEAD;
  }

  /** So many answers wait for verdicts that the target has to wait. */
  get judgesFull(): boolean {
    return this.#deps.recorder.gauge("judging") >= JUDGING_MAX;
  }

  /** The store, the judges or the budget let no further case begin. */
  get #holdsBack(): boolean {
    const { recorder } = this.#deps;
    if (recorder.backlog > UNWRITTEN_MAX || recorder.failure !== null) return true;
    return this.judgesFull || !this.#deps.mayBegin();
  }

  /** Cases at the gates, or past them, on their way to the target. */
  #underWay(): number {
    const { active, recorder } = this.#deps;
    return active.size - recorder.gauge("backing-off") - recorder.gauge("judging") - this.#retries.size;
  }

  #begin(item: PendingCase): void {
    const { active, context } = this.#deps;
    const runner = new CaseRunner(item, context);
    active.add(runner);
    this.#parked.delete(item.ord);
    runner.run().then(
      (end) => {
        active.remove(runner);
        if (end.kind !== "finished") this.#parked.set(item.ord, end.item);
        if (end.kind === "parked" && this.#deps.goesOn()) this.#pending.putBack(end.item);
        this.#deps.onEnd(end);
      },
      (error: unknown) => {
        active.remove(runner);
        this.#deps.onFault(item.id, error);
      },
    );
  }
}
