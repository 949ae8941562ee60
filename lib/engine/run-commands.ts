import type { Clock } from "@/lib/core/clock";
import { DomainError } from "@/lib/core/errors";
import { type AutoPausePatch, mergeAutoPause } from "@/lib/core/runs/auto-pause";
import { commandWords, type RunCommand } from "@/lib/core/runs/command-words";
import { describeAdjustment } from "@/lib/core/runs/describe-adjustment";
import type { LostCaseChoice } from "@/lib/core/runs/lost-case-choice";
import type { RunState } from "@/lib/core/runs/run-state";
import { trialIsOver } from "@/lib/core/runs/run-trial";
import type { RunPriority } from "@/lib/core/scheduling/run-priority";
import type { EngineRunStore, RunRecord } from "./ports/run-records";
import type { RunExecutor } from "./run-executor";
import type { RunRoster } from "./run-roster";

/** What people tell a run to do. One command at a time for each run; what already is so is left so. */
export class RunCommands {
  readonly #runs: EngineRunStore;
  readonly #clock: Clock;
  readonly #roster: RunRoster;

  constructor(deps: { readonly runs: EngineRunStore; readonly clock: Clock }, roster: RunRoster) {
    this.#runs = deps.runs;
    this.#clock = deps.clock;
    this.#roster = roster;
  }

  pause(runId: string, by: { actor: string; holdRetries: boolean }): Promise<RunRecord> {
    // Asked again while it drains: it may now be told to hold its retries, too.
    return this.#command(runId, "pause", ["pausing", "paused"], by.actor, (executor) =>
      executor?.rest.pause(by.holdRetries),
    );
  }

  async resume(runId: string, by: { actor: string }): Promise<RunRecord> {
    const run = await this.#command(runId, "resume", ["running", "queued", "interrupted"], by.actor, (executor, run) =>
      executor?.resume(run),
    );
    this.#roster.wake();
    return run;
  }

  cancel(runId: string, by: { actor: string }): Promise<RunRecord> {
    return this.#command(runId, "cancel", ["cancelling", "cancelled"], by.actor, (executor) => executor?.rest.cancel());
  }

  async requeue(
    runId: string,
    choice: LostCaseChoice,
    by: { actor: string },
  ): Promise<{ requeued: number; run: RunRecord }> {
    const done = await this.#roster.locks.run(runId, async () => {
      const executor = this.#roster.get(runId);
      let requeued = 0;
      const work = async () => {
        const result = await this.#runs.requeueCases(runId, choice);
        requeued = result.requeued;
        return result.run.summary;
      };
      if (executor === undefined) await work();
      else await executor.recorder.requeue(async () => (await this.#roster.mustGet(runId)).summary, work);
      let run = await this.#roster.mustGet(runId);
      if (requeued > 0) {
        run = (await this.#runs.move(runId, "requeue", this.#clock.now(), { stopReason: null })) ?? run;
        executor?.casesAdded();
        const which = choice.outcomes === undefined ? "" : ` (${choice.outcomes.join(", ")})`;
        const text = `Requeued ${requeued} ${requeued === 1 ? "case" : "cases"}${which}`;
        await this.#roster.noteChange(runId, { kind: "state", text, actor: by.actor });
      }
      return { requeued, run };
    });
    this.#roster.wake();
    return done;
  }

  async adjust(
    runId: string,
    change: { readonly priority?: RunPriority | undefined; readonly autoPause?: AutoPausePatch | undefined },
    by: { actor: string; reason: string | null },
  ): Promise<RunRecord> {
    return await this.#roster.locks.run(runId, async () => {
      const before = await this.#roster.mustGet(runId);
      const wanted = {
        priority: change.priority ?? before.priority,
        autoPause: mergeAutoPause(before.autoPause, change.autoPause ?? {}),
      };
      const words = describeAdjustment(before, wanted);
      if (words === "") return before;
      const after = await this.#runs.adjust(runId, wanted);
      const text = by.reason === null ? words : `${words} — ${by.reason}`;
      await this.#roster.noteChange(runId, { kind: "limit", text, actor: by.actor });
      this.#roster.get(runId)?.adjust(after);
      return after;
    });
  }

  async note(runId: string, text: string, by: { actor: string }): Promise<void> {
    await this.#roster.locks.run(runId, async () => {
      await this.#roster.mustGet(runId);
      await this.#roster.note(runId, { kind: "note", text, actor: by.actor });
    });
  }

  async #command(
    runId: string,
    action: RunCommand,
    alreadyThere: readonly RunState[],
    actor: string,
    act: (executor: RunExecutor | undefined, run: RunRecord) => void,
  ): Promise<RunRecord> {
    return await this.#roster.locks.run(runId, async () => {
      const before = await this.#roster.mustGet(runId);
      const goesOn = action === "resume" && trialIsOver(before);
      const patch = { stopReason: null, ...(goesOn ? { tryFirst: null } : {}) };
      const inFlight = inFlightOf(this.#roster.get(runId));
      const moved = await this.#runs.move(runId, action, this.#clock.now(), patch);
      if (moved === null) {
        const run = await this.#roster.mustGet(runId);
        if (alreadyThere.includes(run.state)) {
          act(this.#roster.get(runId), run);
          return run;
        }
        throw new DomainError("illegal-transition", `A run that is ${run.state} cannot ${action}.`);
      }
      const text = commandWords(action, moved.state, inFlight);
      await this.#roster.noteChange(runId, { kind: "state", text, actor });
      act(this.#roster.get(runId), moved);
      return moved;
    });
  }
}

function inFlightOf(executor: RunExecutor | undefined): number {
  return executor?.live().active.calling ?? 0;
}
