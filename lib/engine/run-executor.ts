import type { DayCount } from "@/lib/core/limits/day-quota";
import type { RunAdjustable } from "@/lib/core/runs/describe-adjustment";
import type { RunAction, StopReason } from "@/lib/core/runs/run-state";
import { trialStop } from "@/lib/core/runs/run-trial";
import type { ModelProvider } from "@/lib/providers/provider";
import type { CaseEnd } from "./case-runner";
import type { Pool } from "./pool";
import type { LiveCase, LiveRun } from "./ports/live-state";
import type { RunRecord } from "./ports/run-records";
import { keyOf, type ProviderKey } from "./provider-key";
import type { RunEdits } from "./run-edits";
import type { JudgeParts } from "./run-judges";
import type { RunNotes } from "./run-notes";
import { type ExecutorDeps, type LastRecorded, RunParts } from "./run-parts";
import type { RunRecorder } from "./run-recorder";
import type { RunRest } from "./run-rest";

/** Drives one run: what it may start and when is for its rooms to say (see RunParts). */
export class RunExecutor {
  readonly runId: string;
  readonly pool: Pool;
  readonly #parts: RunParts;
  #run: RunRecord;
  #provider: ModelProvider;
  #addedLate = false;

  /** @throws DomainError invalid-input where an evaluator of the run cannot be used */
  constructor(
    run: RunRecord,
    pool: Pool,
    provider: ModelProvider,
    judges: readonly JudgeParts[],
    last: LastRecorded,
    deps: ExecutorDeps,
  ) {
    this.runId = run.id;
    this.pool = pool;
    this.#run = run;
    this.#provider = provider;
    this.#parts = new RunParts(run, pool, judges, last, deps, {
      run: () => this.#run,
      keep: (next) => {
        this.#run = next;
      },
      provider: () => this.#provider,
      fill: () => this.fill(),
      caseEnded: (end) => this.#caseEnded(end),
      caseFailed: (caseId, error) => this.#caseFailed(caseId, error),
      onStopping: (reason) => this.onStopping(reason),
      onRest: (action) => this.onRest(action),
    });
  }

  get run(): RunRecord {
    return this.#run;
  }
  get recorder(): RunRecorder {
    return this.#parts.recorder;
  }
  get notes(): RunNotes {
    return this.#parts.notes;
  }
  /** Pause, cancel, stop, and how it ends. */
  get rest(): RunRest {
    return this.#parts.rest;
  }
  /** Edits of limits while it works. */
  get edits(): RunEdits {
    return this.#parts.edits;
  }
  /** Requests of the day under the run's own limits; null where it has none. */
  get ownDay(): DayCount | null {
    return this.#parts.gates.ownDay;
  }
  /** Cases were put back while it came to rest: there is more to do than it knew. */
  get addedLate(): boolean {
    return this.#addedLate;
  }
  /** The keys that its calls use: the target's, then the judges'. */
  get keys(): ProviderKey[] {
    return [keyOf(this.#run.providerId, this.#provider), ...this.#parts.judges.keys];
  }
  /** Calls of this provider use this connection from now on. */
  setProvider(providerId: string, provider: ModelProvider): void {
    if (this.#run.providerId === providerId) this.#provider = provider;
    this.#parts.judges.setProvider(providerId, provider);
  }

  start(): void {
    this.pool.join(this.#parts.member);
    this.#parts.judges.join();
    this.recorder.setActive(true);
    this.fill();
  }

  /** Goes on, while it was still draining for a pause. */
  resume(run: RunRecord): void {
    this.#run = { ...this.#run, tryFirst: run.tryFirst };
    if (!this.rest.resume()) return;
    this.#parts.autoPause.reset();
    this.#parts.feed.rewind();
    this.fill();
  }

  /** Another priority, or other rules for pausing by itself. */
  adjust({ priority, autoPause }: RunAdjustable): void {
    this.#run = { ...this.#run, priority, autoPause };
    this.#parts.autoPause.reset();
    this.fill();
  }

  /** Pending cases were added behind the cursor (requeue). */
  casesAdded(): void {
    this.#addedLate = this.rest.phase === "ended";
    this.#parts.feed.rewind();
    this.fill();
  }

  /** A few times a second: closes ticks and folds, writes if it is time to, and looks whether it can go on. */
  async beat(write: boolean): Promise<void> {
    this.recorder.roll();
    this.notes.closeFolds(this.#parts.deps.clock.now());
    if (write) await this.recorder.flush();
    this.notes.resultsHeld(this.recorder.failure);
    if (this.#parts.member.waiting() > 0) this.#parts.cooldowns.tellDay(this.#parts.gates.dayUsedUp);
    this.fill();
    this.rest.look();
  }

  live(): LiveRun {
    return this.#parts.live();
  }
  liveCases(): LiveCase[] {
    return this.#parts.active.live();
  }

  /** Sees to it that cases are at hand, and that the pool looks whose turn it is. */
  fill(): void {
    if (this.rest.phase === "running") this.#parts.feed.ensure();
    this.pool.dispatch();
    this.#parts.judges.dispatch();
    // What is under way may turn out cheaper than what was set aside for it; only then is it known that no case fits.
    const waits = this.rest.phase === "running" && this.#parts.active.size === 0 && this.#parts.feed.waiting > 0;
    if (waits && !this.#parts.trialAllows) {
      const { done } = this.recorder.summary;
      this.rest.stopFor(trialStop({ done, totalCases: this.#run.totalCases }));
    } else if (waits && !this.#parts.budget.allows) this.rest.stopFor(this.#parts.budget.stopReason);
    this.rest.look();
  }

  #caseEnded(end: CaseEnd): void {
    if (end.kind === "finished") {
      this.recorder.caseFinished(end.finished);
      this.#parts.budget.caseEnded(end.finished);
      this.#parts.deps.telemetry.caseEnded(end.finished.result);
    } else if (end.kind === "stop-run") {
      this.onStop(end.reason, end.providerId);
    }
    this.fill();
  }

  /** Only a fault of our own comes here: the run says so instead of going on wrongly. */
  #caseFailed(caseId: string, error: unknown): void {
    this.#parts.deps.logger.error({ runId: this.runId, caseId, err: error }, "a case failed in the engine");
    const said = error instanceof Error ? error.message : String(error);
    this.rest.stopFor({ code: "internal", message: `Evalpace failed on case ${caseId}: ${said}` });
  }

  /** Set by the supervisor: shows at once that it pauses, and why. */
  onStopping: (reason: StopReason) => void = () => {};

  /** Set by the supervisor, which stops every run of the credential: the target's, or a judge's. */
  onStop: (reason: StopReason, providerId: string) => void = (reason) => this.rest.stopFor(reason);

  /** Set by the supervisor: makes the move in the store, tells watchers, forgets the executor. */
  onRest: (action: RunAction) => Promise<void> = async () => {};
}
