import type { Clock } from "@/lib/core/clock";
import { type AutoPauseEvent, type AutoPauseState, FRESH_AUTO_PAUSE, stepAutoPause } from "@/lib/core/runs/auto-pause";
import type { AutoPause } from "@/lib/core/runs/auto-pause-rules";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import type { StopReason } from "@/lib/core/runs/run-state";

/** Tells the rules of a run what happens to it, and stops the run when one of them wants that. */
export class AutoPauseWatch {
  readonly #clock: Clock;
  readonly #rules: () => AutoPause;
  readonly #stop: (reason: StopReason) => void;
  #state: AutoPauseState = FRESH_AUTO_PAUSE;

  constructor(clock: Clock, rules: () => AutoPause, stop: (reason: StopReason) => void) {
    this.#clock = clock;
    this.#rules = rules;
    this.#stop = stop;
  }

  /** The run goes on after a pause, or by other rules: what was seen before counts no more. */
  reset(): void {
    this.#state = FRESH_AUTO_PAUSE;
  }

  attemptEnded({ outcome, errorMessage }: Pick<AttemptRecord, "outcome" | "errorMessage">): void {
    this.#step({ kind: "attempt-ended", outcome, atMs: this.#clock.monotonicMs(), said: errorMessage });
  }

  cooledDown(forMs: number, reason: string): void {
    this.#step({ kind: "cooldown", forMs, reason });
  }

  #step(event: AutoPauseEvent): void {
    const { state, stop } = stepAutoPause(this.#state, event, this.#rules());
    this.#state = state;
    if (stop !== null) this.#stop(stop);
  }
}
