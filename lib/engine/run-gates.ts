import type { Clock } from "@/lib/core/clock";
import type { DayCount } from "@/lib/core/limits/day-quota";
import type { TokenLimits } from "@/lib/core/limits/token-budget";
import type { ActiveCases } from "./active-cases";
import { Gate } from "./gate";
import type { TokenHold } from "./gate-tokens";
import type { Pool } from "./pool";
import type { LiveRun } from "./ports/live-state";
import type { RunRecord } from "./ports/run-records";

/** The gates in a run's way: its own, where it has limits of its own, and behind it the pool's. */
export class RunGates {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #dayBefore: DayCount | null;
  #own: Gate | null = null;

  /** `dayBefore`: requests of the day that an earlier process counted under the run's own limits. */
  constructor(run: RunRecord, pool: Pool, clock: Clock, dayBefore: DayCount | null) {
    this.#pool = pool;
    this.#clock = clock;
    this.#dayBefore = dayBefore;
    if (run.limitsScope === "run") this.#own = new Gate(run.limits, pool.desk, clock, { day: dayBefore });
  }

  get own(): Gate | null {
    return this.#own;
  }
  get all(): readonly Gate[] {
    return this.#own === null ? [this.#pool.gate] : [this.#own, this.#pool.gate];
  }
  get permits(): number {
    return Math.min(...this.all.map((gate) => gate.permits));
  }
  get limits(): readonly TokenLimits[] {
    return this.all.map((gate) => gate.limits);
  }
  /** Requests of the day under the run's own limits; null where it has none. */
  get ownDay(): DayCount | null {
    return this.#own?.day ?? null;
  }

  /** New limits of the run's own. A gate that stands in the way only now meets the cases under way. */
  setLimits(run: RunRecord, active: ActiveCases): void {
    if (run.limitsScope !== "run") return;
    if (this.#own !== null) {
      this.#own.setLimits(run.limits);
      return;
    }
    this.#own = new Gate(run.limits, this.#pool.desk, this.#clock, { behind: this.#pool.gate, day: this.#dayBefore });
    active.meetGate(this.#own);
  }

  /** The limit on tokens that cases wait for now; the run's own before the pool's. */
  get tokenHold(): TokenHold | null {
    for (const gate of this.all) {
      const { hold } = gate.tokens;
      if (hold !== null) return hold;
    }
    return null;
  }

  /** The requests of a day that are used up, those of the run's own limit before the pool's; null while some are left. */
  get dayUsedUp(): LiveRun["dayUsedUp"] {
    for (const gate of this.all) {
      const waitMs = gate.dayWaitMs;
      const perDay = gate.limits.requestsPerDay;
      if (waitMs > 0 && perDay !== null) return { perDay, resetsAt: this.#clock.now() + waitMs };
    }
    return null;
  }

  /** Epoch ms until which nothing of the run starts; null where nothing keeps it. */
  get cooldownUntil(): number | null {
    const [asked, day] = [this.#pool.cooldownUntil, this.dayUsedUp?.resetsAt ?? null];
    return asked === null || day === null ? (asked ?? day) : Math.max(asked, day);
  }

  close(): void {
    this.#own?.close();
  }
}
