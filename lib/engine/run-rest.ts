import type { RunAction, StopReason } from "@/lib/core/runs/run-state";
import type { ActiveCases } from "./active-cases";
import type { RunNotes } from "./run-notes";
import { REST_ACTIONS, type RestingPhase, type RunPhase } from "./run-phase";
import type { RunRecorder } from "./run-recorder";

export interface RunRestDeps {
  readonly active: ActiveCases;
  readonly recorder: RunRecorder;
  readonly notes: RunNotes;
  /** No case is left to begin, here or in the store. */
  nothingPending(): boolean;
  totalCases(): number;
  /** It begins to stop by itself. */
  onStopping(reason: StopReason): void;
  /** Everything is written: makes the move in the store, tells watchers, forgets the executor. Rejects where it could not. */
  onRest(action: RunAction): Promise<void>;
  /** The run has no further business with its gates. */
  leave(): void;
}

/** How a run comes to rest: told to, for a reason of its own, or because it is finished. Results come first. */
export class RunRest {
  /** Resolves when the run has come to rest and everything is written. */
  readonly settled: Promise<void>;
  readonly #deps: RunRestDeps;
  #settle: () => void = () => {};
  #phase: RunPhase = "running";
  #from: RestingPhase | null = null;
  #said = false;
  #stopReason: StopReason | null = null;

  constructor(deps: RunRestDeps) {
    this.#deps = deps;
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get phase(): RunPhase {
    return this.#phase;
  }
  /** Why it stops by itself, or null. */
  get stopReason(): StopReason | null {
    return this.#stopReason;
  }
  /** The last second of a pause belongs to it; it is closed when the run already rests. */
  get pausing(): boolean {
    return (this.#phase === "ended" ? this.#from : this.#phase) === "pausing";
  }

  /** Lets what has begun come to its end and starts nothing more. With `holdRetries` only calls in flight are waited for. */
  pause(holdRetries: boolean): void {
    if (this.#phase !== "running" && this.#phase !== "pausing") return;
    this.#phase = "pausing";
    if (holdRetries) this.#deps.active.holdAll();
    else this.#deps.active.drainAll();
    this.look();
  }

  /** Goes on, while it was still draining for a pause. False where it was not. */
  resume(): boolean {
    if (this.#phase !== "pausing") return false;
    this.#phase = "running";
    this.#said = false;
    this.#stopReason = null;
    return true;
  }

  /** Drops what is in flight. */
  cancel(): void {
    if (this.#phase === "ended") return;
    this.#phase = "cancelling";
    this.#stopReason = null;
    this.#deps.active.abortAll();
    this.look();
  }

  /** The process ends: calls in flight may finish, the rest goes back to pending. */
  stop(): void {
    if (this.#phase === "ended") return;
    if (this.#phase === "running" || this.#phase === "pausing") this.#phase = "stopping";
    this.#deps.active.holdAll();
    this.look();
  }

  /** The grace period of `stop` is over. */
  abortCalls(): void {
    this.#deps.active.abortAll();
  }

  /** It stops by itself, for a reason that going on cannot mend. */
  stopFor(reason: StopReason): void {
    if (this.#phase !== "running" && this.#phase !== "pausing") return;
    this.#phase = "pausing";
    if (this.#stopReason === null) {
      this.#stopReason = reason;
      const level = reason.code === "tried" ? "info" : "error";
      this.#deps.notes.add({ kind: "auto", level, text: reason.message });
      this.#deps.onStopping(reason);
    }
    this.#deps.active.holdAll();
    this.look();
  }

  /** Rests if nothing is under way and nothing is left to begin, or nothing more is to be begun. */
  look(): void {
    if (this.#deps.active.size > 0 || this.#phase === "ended") return;
    if (this.#phase === "running" && !this.#deps.nothingPending()) return;
    const from = this.#phase;
    this.#phase = "ended";
    this.#from = from;
    void this.#rest(from);
  }

  async #rest(from: RestingPhase): Promise<void> {
    const { recorder, notes } = this.#deps;
    recorder.closeLastSecond();
    recorder.setActive(false);
    notes.closeFolds(Number.POSITIVE_INFINITY);
    // Said once, also where the results have to be written again.
    if (!this.#said) notes.rested(from, recorder.summary, this.#deps.totalCases());
    this.#said = true;
    await recorder.flush();
    if (recorder.failure !== null) {
      this.#said = from !== "running"; // it may go on meanwhile
      this.#phase = from; // the results come first: the next beat tries again
      recorder.setActive(true);
      return;
    }
    try {
      await this.#deps.onRest(REST_ACTIONS[from]);
    } catch {
      // Its owner has told why; the next look tries again.
      this.#phase = from;
      return;
    }
    this.#deps.leave();
    this.#settle();
  }
}
