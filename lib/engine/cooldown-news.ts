import type { Clock } from "@/lib/core/clock";
import { usedUpWords } from "@/lib/core/limits/day-quota";
import type { EventBus } from "./ports/engine-events";
import type { LiveRun } from "./ports/live-state";
import type { RunNotes } from "./run-notes";

/** Ends of the same day, reckoned at different moments, differ by less. */
const DAY_SLACK_MS = 60_000;

/** Tells a run's log and its watchers that nothing starts for a while, and why. */
export class CooldownNews {
  readonly #runId: string;
  readonly #deps: { readonly clock: Clock; readonly bus: EventBus };
  readonly #notes: RunNotes;
  #saidDayEnd = 0;

  constructor(runId: string, notes: RunNotes, deps: { readonly clock: Clock; readonly bus: EventBus }) {
    this.#runId = runId;
    this.#notes = notes;
    this.#deps = deps;
  }

  tell(forMs: number, reason: string): void {
    const at = this.#deps.clock.now();
    this.#notes.coolingDown(forMs, reason);
    this.#deps.bus.publish({ type: "cooldown", runId: this.#runId, at, until: at + forMs, reason });
  }

  /** Said once for each day: the run waits for the next. */
  tellDay(day: LiveRun["dayUsedUp"]): void {
    if (day === null || day.resetsAt - this.#saidDayEnd < DAY_SLACK_MS) return;
    this.#saidDayEnd = day.resetsAt;
    this.tell(day.resetsAt - this.#deps.clock.now(), usedUpWords(day.perDay));
  }
}
