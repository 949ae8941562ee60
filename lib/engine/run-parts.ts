import type { Clock, Random } from "@/lib/core/clock";
import type { DayCount } from "@/lib/core/limits/day-quota";
import type { Tick } from "@/lib/core/metrics/tick";
import type { RunAction, StopReason } from "@/lib/core/runs/run-state";
import { trialAllows } from "@/lib/core/runs/run-trial";
import { compileEvaluators, type ScoreOutput } from "@/lib/core/scoring/evaluate";
import { steadyClock } from "@/lib/core/steady-clock";
import type { CountTokens } from "@/lib/core/tokens/count-tokens";
import type { ModelProvider } from "@/lib/providers/provider";
import { ActiveCases } from "./active-cases";
import { AutoPauseWatch } from "./auto-pause-watch";
import { matchWithTimeLimit } from "./bounded-regex";
import { CaseFeed } from "./case-feed";
import type { CaseEnd } from "./case-runner";
import { CooldownNews } from "./cooldown-news";
import type { ModelLine } from "./model-line";
import type { Pool } from "./pool";
import type { EngineLogger, EngineTelemetry, EventBus } from "./ports/engine-events";
import type { LiveRun } from "./ports/live-state";
import type { EngineRunStore, RunRecord } from "./ports/run-records";
import { RunBudget } from "./run-budget";
import { caseContextOf, decisionTeller } from "./run-case-context";
import { RunEdits } from "./run-edits";
import { RunGates } from "./run-gates";
import { type JudgeParts, RunJudges } from "./run-judges";
import { RunLog } from "./run-log";
import { RunMember } from "./run-member";
import { RunNotes } from "./run-notes";
import { RunRecorder } from "./run-recorder";
import { RunRest } from "./run-rest";

export interface ExecutorDeps {
  readonly store: EngineRunStore;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: EngineLogger;
  readonly telemetry: EngineTelemetry;
  /** Tokens of a text, by a tokenizer. */
  readonly countTokens: CountTokens;
}

/** What is on record of the run's earlier work. */
export interface LastRecorded {
  readonly logSeq: number;
  readonly tickAt: number | null;
  /** Requests of the day under the run's own limits. */
  readonly day: DayCount | null;
}

/** What the rooms of a run ask of whoever drives it. */
export interface RunHost {
  run(): RunRecord;
  keep(run: RunRecord): void;
  provider(): ModelProvider;
  /** Something may be started now, or the run may rest. */
  fill(): void;
  caseEnded(end: CaseEnd): void;
  caseFailed(caseId: string, error: unknown): void;
  /** It begins to stop by itself. */
  onStopping(reason: StopReason): void;
  /** It has come to rest and everything is written. */
  onRest(action: RunAction): Promise<void>;
}

/** The rooms of a run, put together: each knows the others it needs, and nothing of what drives them. */
export class RunParts {
  readonly pool: Pool;
  readonly deps: ExecutorDeps;
  readonly active = new ActiveCases();
  readonly gates: RunGates;
  readonly judges: RunJudges;
  readonly recorder: RunRecorder;
  readonly notes: RunNotes;
  readonly cooldowns: CooldownNews;
  readonly rest: RunRest;
  readonly autoPause: AutoPauseWatch;
  readonly budget: RunBudget;
  readonly feed: CaseFeed;
  readonly member: RunMember;
  readonly edits: RunEdits;
  readonly #host: RunHost;
  readonly #runId: string;
  readonly #onDecided: ModelLine["onDecided"];

  /** @throws DomainError invalid-input where an evaluator of the run cannot be used */
  constructor(
    run: RunRecord,
    pool: Pool,
    judges: readonly JudgeParts[],
    last: LastRecorded,
    given: ExecutorDeps,
    host: RunHost,
  ) {
    // First: it throws where an evaluator cannot be used.
    const score = compileEvaluators(run.config.evaluators, { matchRegex: matchWithTimeLimit });
    this.pool = pool;
    this.#host = host;
    this.#runId = run.id;
    // What is recorded of a run stays in order, also where the wall clock steps.
    const deps = { ...given, clock: steadyClock(given.clock, last.tickAt) };
    this.deps = deps;
    this.gates = new RunGates(run, pool, given.clock, last.day);
    this.judges = this.#newJudges(run, judges);
    this.recorder = new RunRecorder(run, last.tickAt, {
      ...deps,
      judgedPools: this.judges.pools,
      standing: () => this.#standing(),
    });
    this.notes = new RunNotes(new RunLog(last.logSeq, deps.clock, (entry) => this.recorder.logged(entry)));
    this.cooldowns = new CooldownNews(run.id, this.notes, deps);
    this.rest = this.#newRest();
    const rules = () => host.run().autoPause;
    this.autoPause = new AutoPauseWatch(deps.clock, rules, (reason) => this.rest.stopFor(reason));
    this.budget = new RunBudget(run, {
      budgetUsd: () => rules().budgetUsd,
      summary: () => this.recorder.summary,
      active: () => this.active.size,
    });
    const { notes, autoPause, recorder } = this;
    this.#onDecided = decisionTeller({ telemetry: deps.telemetry, notes, autoPause, recorder });
    this.feed = this.#newFeed(score);
    this.member = this.#newMember();
    this.edits = this.#newEdits();
  }

  /** The run's trial of its first cases, where it has one, leaves room for one more. */
  get trialAllows(): boolean {
    const { tryFirst } = this.#host.run();
    return trialAllows({ tryFirst, done: this.recorder.summary.done, active: this.active.size });
  }

  /** How the run stands now, for those who look at it. */
  live(): LiveRun {
    const nowMs = this.deps.clock.monotonicMs();
    const failure = this.recorder.failure;
    return {
      summary: this.recorder.summary,
      activeMs: this.recorder.activeMs,
      active: this.recorder.active(this.active.longestBackoffMs(nowMs), this.active.oldestWaitMs(nowMs)),
      retrying: this.active.retrying(),
      judgesFull: this.feed.judgesFull,
      judges: this.judges.live(),
      cooldownUntil: this.gates.cooldownUntil,
      tokenHold: this.gates.tokenHold,
      dayUsedUp: this.gates.dayUsedUp,
      holdReason: failure === null ? null : `Results cannot be stored: ${failure}`,
      recentTicks: this.recorder.recent.ticks,
      cooldownPace: this.recorder.recent.cooldownPace,
    };
  }

  #newJudges(run: RunRecord, judges: readonly JudgeParts[]): RunJudges {
    return new RunJudges(judges, {
      runId: run.id,
      pricing: run.config.pricing,
      targetPool: this.pool,
      countTokens: this.deps.countTokens,
      clock: this.deps.clock,
      priority: () => this.#host.run().priority,
      recorder: () => this.recorder,
      notes: () => this.notes,
      onDecided: (...decided) => this.#onDecided(...decided),
    });
  }

  #newRest(): RunRest {
    return new RunRest({
      active: this.active,
      recorder: this.recorder,
      notes: this.notes,
      nothingPending: () => this.feed.finished,
      totalCases: () => this.#host.run().totalCases,
      onStopping: (reason) => this.#host.onStopping(reason),
      onRest: (action) => this.#host.onRest(action),
      leave: () => {
        this.pool.leave(this.member);
        this.judges.leave();
        this.gates.close();
      },
    });
  }

  #newFeed(score: ScoreOutput): CaseFeed {
    const deps = this.deps;
    return new CaseFeed({
      runId: this.#runId,
      store: deps.store,
      recorder: this.recorder,
      active: this.active,
      logger: deps.logger,
      context: caseContextOf({
        ...deps,
        pool: this.pool,
        gates: this.gates,
        recorder: this.recorder,
        notes: this.notes,
        autoPause: this.autoPause,
        score,
        judges: this.judges.judges,
        onDecided: this.#onDecided,
        run: () => this.#host.run(),
        provider: () => this.#host.provider(),
        retryTurn: (signal) => this.feed.retryTurn(signal),
      }),
      mayBegin: () => this.budget.allows && this.trialAllows,
      goesOn: () => this.rest.phase === "running",
      onReady: () => this.#host.fill(),
      onEnd: (end) => this.#host.caseEnded(end),
      onFault: (caseId, error) => this.#host.caseFailed(caseId, error),
    });
  }

  #newMember(): RunMember {
    return new RunMember({
      runId: this.#runId,
      poolId: this.pool.record.id,
      recorder: this.recorder,
      feed: this.feed,
      judges: this.judges,
      rest: this.rest,
      notes: this.notes,
      cooldowns: this.cooldowns,
      autoPause: this.autoPause,
      priority: () => this.#host.run().priority,
    });
  }

  #newEdits(): RunEdits {
    return new RunEdits({
      pool: this.pool,
      gates: this.gates,
      judges: this.judges,
      active: this.active,
      notes: this.notes,
      bus: this.deps.bus,
      clock: this.deps.clock,
      run: () => this.#host.run(),
      keep: (run) => this.#host.keep(run),
      refill: () => this.#host.fill(),
    });
  }

  #standing() {
    return {
      run: this.#host.run().limits,
      pool: this.pool.limitsInForce,
      permits: this.gates.permits,
      headroom: this.pool.headroom,
      shareRps: this.pool.shareRps(this.#runId),
      otherRuns: this.pool.runs - 1,
      cooldownUntil: this.gates.cooldownUntil,
      paused: this.rest.pausing,
      hold: this.#hold(),
      active: this.active.size,
    };
  }

  /** What a tick says of waits that its gauges do not tell apart. */
  #hold(): Tick["hold"] {
    if (this.feed.judgesFull) return "judges";
    if (this.gates.dayUsedUp !== null) return "day";
    return this.gates.tokenHold === null ? undefined : "tokens";
  }
}
