import { DomainError } from "@/lib/core/errors";
import type { LostCaseChoice } from "@/lib/core/runs/lost-case-choice";
import type { ModelCallResult } from "@/lib/providers/provider";
import { performAttempt } from "./attempt";
import { DayCounts } from "./day-counts";
import type { Precision } from "./due-timer";
import type { EngineDeps } from "./engine-deps";
import type { EngineLease } from "./engine-lease";
import { PoolRegistry } from "./pool-registry";
import type { LimitEdit, LiveCase, LivePool, LiveRun, Supervisor } from "./ports/live-state";
import type { PoolRecord, PoolStateStore } from "./ports/pool-records";
import type { RunRecord } from "./ports/run-records";
import { RunCommands } from "./run-commands";
import { RunRoster } from "./run-roster";

const BEAT_MS = 250;
const BEATS_PER_SECOND = 4;
/** Every so many beats the batches are written. */
const BEATS_PER_WRITE = 2;
/** And what the pools have learned. */
const BEATS_PER_SAVE = 20;

export interface SupervisorDeps extends EngineDeps {
  /** Absent: this process is known to be alone. */
  readonly lease?: EngineLease;
  /** Where what pools learn is kept; absent: it is lost with the process. */
  readonly poolStates?: PoolStateStore;
  /** How exactly starts are timed; `coarse` in virtual time. Default precise. */
  readonly precision?: Precision;
}

/** The engine of one process: its pools, the runs that work at them, and the beat that keeps both going. */
export class RunSupervisor implements Supervisor {
  readonly #deps: SupervisorDeps;
  readonly #days: DayCounts;
  readonly #pools: PoolRegistry;
  readonly #roster: RunRoster;
  readonly #commands: RunCommands;
  #beatTimer: NodeJS.Timeout | null = null;
  #beats = 0;

  constructor(deps: SupervisorDeps) {
    this.#deps = deps;
    const { clock, logger, poolStates: states, precision = "precise" } = deps;
    this.#days = new DayCounts(deps.dayCounts, logger);
    this.#pools = new PoolRegistry({ clock, logger, states, precision, days: this.#days });
    this.#roster = new RunRoster(deps, this.#pools, this.#days, () => deps.lease?.held !== false);
    this.#commands = new RunCommands(deps, this.#roster);
  }

  /** Takes up the runs that an earlier process left, and then whatever is queued. */
  async start(): Promise<void> {
    this.#beatTimer = setInterval(() => this.#beat(), BEAT_MS);
    const { lease } = this.#deps;
    if (lease === undefined) await this.#roster.recover();
    else lease.hold(() => this.#roster.recover());
  }

  /** SIGTERM: nothing new starts, calls in flight get `graceMs` to end, everything is written. */
  async stop(graceMs: number): Promise<void> {
    await this.#roster.close();
    const executors = this.#roster.executors();
    for (const executor of executors) executor.rest.stop();
    const grace = setTimeout(() => {
      for (const executor of executors) executor.rest.abortCalls();
    }, graceMs);
    await Promise.all(executors.map((executor) => executor.rest.settled));
    await this.#roster.rested();
    clearTimeout(grace);
    if (this.#beatTimer !== null) clearInterval(this.#beatTimer);
    await this.#pools.save();
    this.#pools.close();
    await this.#days.save();
    await this.#deps.lease?.release();
  }

  /** False while another process runs the engine on this database. */
  get runsEngine(): boolean {
    return this.#deps.lease?.held !== false;
  }
  get activeRuns(): number {
    return this.#roster.size;
  }
  wake(): void {
    this.#roster.wake();
  }

  pause(runId: string, by: { actor: string; holdRetries: boolean }): Promise<RunRecord> {
    return this.#commands.pause(runId, by);
  }
  resume(runId: string, by: { actor: string }): Promise<RunRecord> {
    return this.#commands.resume(runId, by);
  }
  cancel(runId: string, by: { actor: string }): Promise<RunRecord> {
    return this.#commands.cancel(runId, by);
  }
  requeue(runId: string, choice: LostCaseChoice, by: { actor: string }): Promise<{ requeued: number; run: RunRecord }> {
    return this.#commands.requeue(runId, choice, by);
  }

  adjust(...command: Parameters<Supervisor["adjust"]>): Promise<RunRecord> {
    return this.#commands.adjust(...command);
  }

  note(...note: Parameters<Supervisor["note"]>): Promise<void> {
    return this.#commands.note(...note);
  }

  runLimitsChanged(run: RunRecord, edit: LimitEdit): void {
    this.#roster.tell(run.id, (executor) => executor.edits.ofRun(run, edit));
  }

  poolLimitsChanged(pool: PoolRecord, edit: LimitEdit): void {
    this.#pools.update(pool);
    this.#roster.tellAll((executor) => executor.edits.ofPool(pool.id, edit));
  }

  endCooldown(poolId: string, { actor }: { actor: string }): boolean {
    if (!this.#pools.endCooldown(poolId)) return false;
    for (const executor of this.#roster.executors()) executor.edits.cooldownEnded(poolId, actor);
    return true;
  }

  providerChanged(providerId: string): void {
    this.#deps.providers.find(providerId).then(
      (provider) => {
        if (provider === null) return;
        this.#roster.tellAll((executor) => executor.setProvider(providerId, provider));
      },
      (error: unknown) => this.#deps.logger.error({ providerId, err: error }, "the changed provider could not be read"),
    );
  }

  async probe(
    pool: PoolRecord,
    call: { model: string; signal: AbortSignal; timeoutMs: number },
  ): Promise<ModelCallResult> {
    const provider = await this.#deps.providers.find(pool.providerId);
    if (provider === null) throw new DomainError("not-found", "The provider is gone.");
    const request = {
      provider,
      model: call.model,
      messages: [{ role: "user" as const, content: "Answer with the word ok." }],
      params: { maxOutputTokens: 16 },
      timeoutMs: call.timeoutMs,
      priority: 0 as const,
      estimatedTokens: () => ({ input: 16, output: 16 }),
      waitSignal: call.signal,
      callSignal: call.signal,
    };
    const quiet = { onSlot: () => {}, onStart: () => {}, onSent: () => {} };
    const done = await performAttempt(await this.#pools.open(pool), null, this.#deps.clock, request, quiet);
    if (done !== null) return done.result;
    throw new DomainError(
      "unavailable",
      "No test request could be sent: the pool's limits or a cooldown held it back. Look at Limits, and try again.",
    );
  }

  live(runId: string): LiveRun | null {
    return this.#roster.get(runId)?.live() ?? null;
  }
  liveCases(runId: string): readonly LiveCase[] {
    return this.#roster.get(runId)?.liveCases() ?? [];
  }
  livePool(poolId: string): LivePool | null {
    return this.#pools.live(poolId);
  }

  #beat(): void {
    this.#beats += 1;
    const write = this.#beats % BEATS_PER_WRITE === 0;
    for (const executor of this.#roster.executors()) {
      executor.beat(write).catch((error: unknown) => {
        this.#deps.logger.error({ runId: executor.runId, err: error }, "a run's beat failed");
      });
    }
    if (this.#beats % BEATS_PER_SECOND === 0) {
      this.#pools.second();
      void this.#days.save();
    }
    if (this.#beats % BEATS_PER_SAVE === 0) void this.#pools.save();
    // A wake that found the store unavailable must not be the last.
    if (this.#beats % 20 === 0) this.wake();
  }
}
