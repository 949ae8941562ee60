import { DomainError } from "@/lib/core/errors";
import type { RunAction, StopReason } from "@/lib/core/runs/run-state";
import { ACTIVE_RUNS_MAX, inTurn, WAITING_STATES, WORKING_STATES } from "@/lib/core/scheduling/run-queue";
import { judgesOf, type NamedJudge } from "@/lib/core/scoring/evaluate";
import type { ModelProvider } from "@/lib/providers/provider";
import { CredentialStops } from "./credential-stops";
import type { DayCounts } from "./day-counts";
import type { EngineDeps } from "./engine-deps";
import { KeyedLock } from "./keyed-lock";
import type { Pool } from "./pool";
import type { PoolRegistry } from "./pool-registry";
import type { LogEntry, RunRecord } from "./ports/run-records";
import { RunExecutor } from "./run-executor";
import type { JudgeParts } from "./run-judges";
import type { LastRecorded } from "./run-parts";

/** The runs that work now: takes up what is queued or was interrupted, and lets go of what has come to rest. */
export class RunRoster {
  /** One move at a time for each run. */
  readonly locks = new KeyedLock();
  readonly #deps: EngineDeps;
  readonly #pools: PoolRegistry;
  readonly #days: DayCounts;
  /** Whether this process may take up runs now. */
  readonly #mayClaim: () => boolean;
  readonly #active = new Map<string, RunExecutor>();
  /** What is to be told to runs that are being taken up, as soon as they are at work. */
  readonly #news = new Map<string, ((executor: RunExecutor) => void)[]>();
  readonly #stops: CredentialStops;
  /** Runs that are being let go of. */
  readonly #leaving = new Set<Promise<void>>();
  #claiming: Promise<void> | null = null;
  #wakeAgain = false;
  #closed = false;

  constructor(deps: EngineDeps, pools: PoolRegistry, days: DayCounts, mayClaim: () => boolean) {
    this.#deps = deps;
    this.#pools = pools;
    this.#days = days;
    this.#mayClaim = mayClaim;
    this.#stops = new CredentialStops({
      runs: deps.runs,
      providers: deps.providers,
      logger: deps.logger,
      executors: () => this.executors(),
      pauseQueued: (runId, reason) => this.#pauseQueued(runId, reason),
    });
  }

  get size(): number {
    return this.#active.size;
  }
  get(runId: string): RunExecutor | undefined {
    return this.#active.get(runId);
  }
  executors(): RunExecutor[] {
    return [...this.#active.values()];
  }

  /** Tells a run that is at work; one that is being taken up hears of it when it is. */
  tell(runId: string, news: (executor: RunExecutor) => void): void {
    const waiting = this.#news.get(runId);
    if (waiting !== undefined) {
      waiting.push(news);
      return;
    }
    const executor = this.#active.get(runId);
    if (executor !== undefined) news(executor);
  }
  /** Tells all runs that are at work or are being taken up. */
  tellAll(news: (executor: RunExecutor) => void): void {
    for (const runId of new Set([...this.#news.keys(), ...this.#active.keys()])) this.tell(runId, news);
  }

  /** Takes up queued runs while there is room. Returns at once. */
  wake(): void {
    if (this.#closed || !this.#mayClaim()) return;
    if (this.#claiming !== null) {
      this.#wakeAgain = true;
      return;
    }
    this.#claiming = this.#claimQueued()
      .catch((error: unknown) => this.#deps.logger.error({ err: error }, "queued runs could not be claimed"))
      .finally(() => {
        this.#claiming = null;
        if (!this.#wakeAgain) return;
        this.#wakeAgain = false;
        this.wake();
      });
  }

  /** Takes up no further run. Resolves when those that are being taken up are at work. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#claiming;
  }

  /** Resolves when what has come to rest is stored as such, as far as it could be. */
  async rested(): Promise<void> {
    await Promise.allSettled(this.#leaving);
  }

  /** Takes up the runs that an earlier process left, and then whatever is queued. */
  async recover(): Promise<void> {
    const { runs, clock, logger } = this.#deps;
    for (const run of await runs.inStates(WORKING_STATES)) {
      const moved = await runs.move(run.id, "process-lost", clock.now());
      logger.warn({ runId: run.id, was: run.state, now: moved?.state }, "the process that worked on this run is gone");
    }
    this.wake();
  }

  /** @throws DomainError not-found */
  async mustGet(runId: string): Promise<RunRecord> {
    const run = await this.#deps.runs.get(runId);
    if (run === null) throw new DomainError("not-found", `There is no run ${runId}.`);
    return run;
  }

  /** Keeps a line in the run's log; watchers hear of the line alone. Only while holding the run's lock. */
  async note(runId: string, line: Pick<LogEntry, "kind" | "text" | "actor">): Promise<void> {
    const executor = this.#active.get(runId);
    if (executor !== undefined) executor.notes.add({ level: "info", ...line });
    else if (this.#mayClaim()) await this.#storeNote(runId, line);
  }

  /** Keeps in the run's log what was done to it, and tells watchers how it stands now. Only while holding its lock. */
  async noteChange(runId: string, line: Pick<LogEntry, "kind" | "text" | "actor">): Promise<void> {
    await this.note(runId, line);
    this.#deps.bus.publish({ type: "state", runId, actor: line.actor });
  }

  /** A run that nobody works on has no recorder: its log is written as it is. */
  async #storeNote(runId: string, line: Pick<LogEntry, "kind" | "text" | "actor">): Promise<void> {
    const { runs, clock, bus } = this.#deps;
    const { summary, activeMs } = await this.mustGet(runId);
    const seq = (await runs.lastLogSeq(runId)) + 1;
    const entry: LogEntry = { seq, at: clock.now(), level: "info", caseId: null, count: 1, ...line };
    await runs.write(runId, { cases: [], parked: [], ticks: [], log: [entry], summary, activeMs });
    bus.publish({ type: "log", runId, entry });
  }

  async #claimQueued(): Promise<void> {
    for (const run of inTurn(await this.#deps.runs.inStates(WAITING_STATES))) {
      if (this.#active.size >= ACTIVE_RUNS_MAX || this.#closed) return;
      await this.locks.run(run.id, () => this.#claim(run.id));
    }
  }

  async #claim(runId: string): Promise<void> {
    if (this.#active.has(runId)) return;
    const { runs, clock } = this.#deps;
    await this.#takeUp(runId, async () => {
      const before = await runs.get(runId);
      const run = await runs.move(runId, "claim", clock.now(), { stopReason: null });
      if (run !== null) await this.#begin(run, before?.state === "interrupted");
    });
  }

  /** Between the reading of a run and its start its limits may be edited: such news waits, and is told then. */
  async #takeUp(runId: string, work: () => Promise<void>): Promise<void> {
    this.#news.set(runId, []);
    try {
      await work();
    } finally {
      const news = this.#news.get(runId) ?? [];
      this.#news.delete(runId);
      for (const each of news) this.tell(runId, each);
    }
  }

  async #begin(run: RunRecord, interrupted: boolean): Promise<void> {
    const { runs, pools, providers } = this.#deps;
    const pool = await pools.get(run.poolId);
    const provider = await providers.find(run.providerId);
    if (pool === null || provider === null) {
      const message = "The run's provider was deleted. Add it again and start a new run.";
      await this.#restUnbegun(run.id, { code: "provider-missing", message });
      return;
    }
    const judges = await this.#judgesOf(run);
    if ("missing" in judges) {
      const { name, config } = judges.missing;
      const who = (await providers.nameOf(config.providerId)) ?? config.providerId;
      const message = `The provider of ${name} (${who}) was deleted. Start a new run with another judge.`;
      await this.#restUnbegun(run.id, { code: "provider-missing", message });
      return;
    }
    const last = {
      logSeq: await runs.lastLogSeq(run.id),
      tickAt: await runs.lastTickAt(run.id),
      day: await this.#days.load(run.id),
    };
    const executor = this.#executorOf(run, await this.#pools.open(pool), provider, judges.found, last);
    if (executor === null) {
      const message = "The run's evaluators cannot be used; the server's log says why. Start a new run with others.";
      await this.#restUnbegun(run.id, { code: "internal", message });
      return;
    }
    this.#follow(executor);
    this.#active.set(run.id, executor);
    this.#days.watch(run.id, () => executor.ownDay);
    await this.noteChange(run.id, { kind: "state", text: beginWords(run, interrupted), actor: null });
    executor.start();
  }

  /** The run's judges with their pools and providers, or the first whose provider is gone. */
  async #judgesOf(run: RunRecord): Promise<{ found: JudgeParts[] } | { missing: NamedJudge }> {
    const { pools, providers } = this.#deps;
    const found: JudgeParts[] = [];
    for (const judge of judgesOf(run.config.evaluators)) {
      const { providerId, model } = judge.config;
      const provider = await providers.find(providerId);
      const pool = provider === null ? null : await pools.forModel(providerId, model);
      if (provider === null || pool === null) return { missing: judge };
      const providerName = (await providers.nameOf(providerId)) ?? providerId;
      found.push({ ...judge, provider, providerName, pool: await this.#pools.open(pool) });
    }
    return { found };
  }

  /** What an executor does by itself is carried over to the store. */
  #follow(executor: RunExecutor): void {
    const { runId } = executor;
    let told = false;
    executor.onStop = (reason, providerId) => this.#stops.stop(executor, reason, providerId);
    executor.onStopping = (reason) => {
      told = false;
      this.locks
        .run(runId, async () => {
          // Resumed in between.
          if (executor.rest.stopReason !== reason) return;
          told = (await this.#pause(runId, reason)) !== null;
          this.#deps.bus.publish({ type: "state", runId, actor: null });
        })
        .catch((error: unknown) => {
          this.#deps.logger.error({ runId, err: error }, "a run pauses by itself, but that could not be stored yet");
        });
    };
    executor.onRest = async (action) => {
      const left = this.locks.run(runId, async () => {
        await this.#days.unwatch(runId);
        const { stopReason } = executor.rest;
        if (stopReason !== null && !told) told = (await this.#pause(runId, stopReason)) !== null;
        await this.#rest(runId, executor.addedLate && action === "complete" ? "drained-for-pause" : action, stopReason);
      });
      this.#leaving.add(left);
      try {
        await left;
      } catch (error) {
        this.#deps.logger.error({ runId, err: error }, "a run came to rest, but that could not be stored yet");
        throw error;
      } finally {
        this.#leaving.delete(left);
      }
    };
  }

  #pause(runId: string, stopReason: StopReason): Promise<RunRecord | null> {
    return this.#deps.runs.move(runId, "pause", this.#deps.clock.now(), { stopReason });
  }

  /** Null where the stored configuration cannot be carried out: its run rests then, and the others go on. */
  #executorOf(
    run: RunRecord,
    pool: Pool,
    provider: ModelProvider,
    judges: readonly JudgeParts[],
    last: LastRecorded,
  ): RunExecutor | null {
    try {
      return new RunExecutor(run, pool, provider, judges, last, { ...this.#deps, store: this.#deps.runs });
    } catch (error) {
      this.#deps.logger.error({ runId: run.id, err: error }, "a run's configuration cannot be carried out");
      return null;
    }
  }

  async #restUnbegun(runId: string, reason: StopReason): Promise<void> {
    await this.#pause(runId, reason);
    await this.#rest(runId, "drained-for-pause", reason);
  }

  /** Makes the last move of an executor, whatever commands came in between. */
  async #rest(runId: string, action: RunAction, stopReason: StopReason | null): Promise<void> {
    const { runs, clock, bus } = this.#deps;
    const moved = await runs.move(runId, action, clock.now(), { stopReason });
    // Only now: what could not be stored is tried again by the executor.
    this.#active.delete(runId);
    if (moved === null) {
      await this.#takeUp(runId, async () => {
        const run = await this.mustGet(runId);
        // Resumed, or given more to do, in the moment in which it came to rest.
        if (run.state === "running" && !this.#closed) await this.#begin(run, false);
      });
    }
    bus.publish({ type: "state", runId, actor: null });
    this.wake();
  }

  /** A run that waits for its turn is not to begin. */
  #pauseQueued(runId: string, reason: StopReason): Promise<void> {
    return this.locks.run(runId, async () => {
      if (this.#active.has(runId) || (await this.#pause(runId, reason)) === null) return;
      await this.noteChange(runId, { kind: "auto", text: reason.message, actor: null });
    });
  }
}

function beginWords(run: RunRecord, interrupted: boolean): string {
  const left = run.totalCases - run.summary.done;
  if (interrupted) return `The server had stopped: ${run.summary.done} cases are kept, ${left} go on`;
  return run.activeMs > 0 ? `Resumed: ${left} cases to go` : `Running: ${left} cases`;
}
