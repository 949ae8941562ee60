import type { Clock } from "@/lib/core/clock";
import type { ActiveCases } from "./active-cases";
import type { Pool } from "./pool";
import type { EventBus } from "./ports/engine-events";
import type { LimitEdit } from "./ports/live-state";
import type { RunRecord } from "./ports/run-records";
import type { RunGates } from "./run-gates";
import type { RunJudges } from "./run-judges";
import type { RunNotes } from "./run-notes";

export interface RunEditsDeps {
  readonly pool: Pool;
  readonly gates: RunGates;
  readonly judges: RunJudges;
  readonly active: ActiveCases;
  readonly notes: RunNotes;
  readonly bus: EventBus;
  readonly clock: Clock;
  run(): RunRecord;
  keep(run: RunRecord): void;
  /** More may be started now. */
  refill(): void;
}

/** Puts edited limits in force under a run that works, and tells its log and its watchers. */
export class RunEdits {
  readonly #deps: RunEditsDeps;

  constructor(deps: RunEditsDeps) {
    this.#deps = deps;
  }

  /** New limits of the run, in force from the next start. */
  ofRun(edited: RunRecord, edit: LimitEdit): void {
    const { gates, active } = this.#deps;
    const run = this.#deps.run();
    // Edits come as they are stored, but may be told in another order.
    if (edited.limitsRevision <= run.limitsRevision) return;
    const { limits, limitsScope, limitsRevision, preset, presetEdited } = edited;
    const now = { ...run, limits, limitsScope, limitsRevision, preset, presetEdited };
    this.#deps.keep(now);
    gates.setLimits(now, active);
    this.#tell("run", edit);
  }

  /** Limits of a pool changed; its gate has them already. */
  ofPool(poolId: string, edit: LimitEdit): void {
    const { pool, judges, notes, active } = this.#deps;
    if (poolId !== pool.record.id) {
      if (!judges.usesPool(poolId)) return;
      notes.judgeLimitsEdited(edit);
      active.recheckFit();
      this.#deps.refill();
      return;
    }
    const run = this.#deps.run();
    if (run.limitsScope === "pool") this.#deps.keep({ ...run, limits: pool.record.limits });
    this.#tell("pool", edit);
  }

  /** A pool starts again before its time was over: so do the cases that it kept waiting. */
  cooldownEnded(poolId: string, actor: string): void {
    const { pool, judges, active, notes, bus, clock } = this.#deps;
    const own = poolId === pool.record.id;
    if (!own && !judges.usesPool(poolId)) return;
    notes.cooldownEnded(own, actor);
    if (own) {
      const at = clock.now();
      bus.publish({ type: "cooldown", runId: this.#deps.run().id, at, until: at, reason: `ended by ${actor}` });
    }
    active.cooldownEnded(poolId);
    this.#deps.refill();
  }

  #tell(scope: "run" | "pool", edit: LimitEdit): void {
    const { notes, active, bus } = this.#deps;
    notes.limitsEdited(scope, edit);
    active.recheckFit();
    bus.publish({ type: "limit", runId: this.#deps.run().id, scope, ...edit });
    this.#deps.refill();
  }
}
