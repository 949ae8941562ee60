import type { Clock } from "@/lib/core/clock";
import type { Limits } from "@/lib/core/limits/limits";
import { effectiveLimits } from "@/lib/core/limits/merge-limits";
import { addBackoff } from "@/lib/core/metrics/backoff-waits";
import { addAttempt, addCaseResult, carryRequeued, judgeSummaryOf } from "@/lib/core/metrics/fold-summary";
import type { RunSummary } from "@/lib/core/metrics/run-summary";
import type { Tick } from "@/lib/core/metrics/tick";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import type { Score } from "@/lib/core/scoring/evaluator-config";
import { Gauge } from "./gauge";
import { type JudgedPool, JudgeTicks } from "./judge-ticks";
import type { CallActivity } from "./model-line";
import type { EngineLogger, EventBus } from "./ports/engine-events";
import type { LiveRun } from "./ports/live-state";
import type { EngineRunStore, FinishedCase, LogEntry, ParkedCase, RunRecord } from "./ports/run-records";
import { RecentSeconds } from "./recent-seconds";
import { countAttempt, emptyTickCounts, type TickCounts } from "./tick-builder";
import { UnwrittenBatch } from "./unwritten-batch";

const SECOND_MS = 1000;
/** A batch this large is written at once, so that fast runs do not pile up results in memory. */
const BATCH_CASES = 400;

/** What a case does now; every change of it is told to the recorder. `judging`: the target has answered. */
export type CaseActivity = CallActivity | "judging";

export interface RecorderDeps {
  readonly store: EngineRunStore;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly logger: EngineLogger;
  /** Pools that the run's judges call. */
  readonly judgedPools: readonly JudgedPool[];
  /** What a tick says of the limiter and of what is left to do, read when the second closes. */
  readonly standing: () => {
    run: Limits;
    pool: Limits;
    permits: number;
    headroom: { requests: number | null; tokens: number | null };
    shareRps: number | null;
    otherRuns: number;
    cooldownUntil: number | null;
    paused: boolean;
    hold: Tick["hold"];
    active: number;
  };
}

/**
 * Folds what happens into ticks and the run's summary, and writes it in batches, one transaction each. What could not be
 * written stays here and is tried again: nothing is dropped, nothing is counted twice.
 */
export class RunRecorder {
  readonly #deps: RecorderDeps;
  readonly #run: RunRecord;
  readonly #gauges: Record<CaseActivity, Gauge>;
  readonly #judges: JudgeTicks;
  readonly recent = new RecentSeconds();
  #summary: RunSummary;
  #counts: TickCounts;
  readonly #unwritten = new UnwrittenBatch();
  #dirty = false;
  #writing: Promise<void> | null = null;
  #activeMs: number;
  #activeSinceMs: number | null = null;
  #failure: string | null = null;

  /** `lastTickAt`: the newest second on record; a run resumed within it counts from the next, so none is written twice. */
  constructor(run: RunRecord, lastTickAt: number | null, deps: RecorderDeps) {
    this.#run = run;
    this.#deps = deps;
    this.#summary = structuredClone(run.summary);
    this.#activeMs = run.activeMs;
    const nowMs = deps.clock.monotonicMs();
    this.#gauges = {
      "waiting-for-slot": new Gauge(nowMs),
      "waiting-for-permit": new Gauge(nowMs),
      calling: new Gauge(nowMs),
      "backing-off": new Gauge(nowMs),
      judging: new Gauge(nowMs),
    };
    this.#judges = new JudgeTicks(deps.judgedPools, nowMs);
    const second = floorSecond(deps.clock.now());
    this.#counts = emptyTickCounts(lastTickAt === null ? second : Math.max(second, lastTickAt + SECOND_MS));
  }

  get summary(): RunSummary {
    return this.#summary;
  }
  /** Why results cannot be stored now, or null. */
  get failure(): string | null {
    return this.#failure;
  }
  get activeMs(): number {
    const since = this.#activeSinceMs;
    return this.#activeMs + (since === null ? 0 : this.#deps.clock.monotonicMs() - since);
  }
  get backlog(): number {
    return this.#unwritten.cases;
  }
  /** Ended, but not yet in the store. */
  isUnflushed(ord: number): boolean {
    return this.#unwritten.holdsCase(ord);
  }
  gauge(activity: CaseActivity): number {
    return this.#gauges[activity].value;
  }

  /** The run's own clock runs while it is running or draining. */
  setActive(active: boolean): void {
    if (active === (this.#activeSinceMs !== null)) return;
    this.#activeMs = this.activeMs;
    this.#activeSinceMs = active ? this.#deps.clock.monotonicMs() : null;
    this.#dirty = true;
  }

  changeActivity(from: CaseActivity | null, to: CaseActivity | null): void {
    this.roll();
    const nowMs = this.#deps.clock.monotonicMs();
    if (from !== null) this.#gauges[from].add(-1, nowMs);
    if (to !== null) this.#gauges[to].add(1, nowMs);
  }

  attemptSent(isRetry: boolean): void {
    this.roll();
    this.#counts.started += 1;
    if (isRetry) this.#counts.retries += 1;
  }

  attemptEnded(attempt: AttemptRecord): void {
    this.roll();
    countAttempt(this.#counts, attempt);
    addAttempt(this.#summary, attempt);
    this.#dirty = true;
  }

  judgeActivity(poolId: string, from: CallActivity | null, to: CallActivity | null): void {
    this.roll();
    this.#judges.changeActivity(poolId, from, to, this.#deps.clock.monotonicMs());
  }
  judgeSent(poolId: string): void {
    this.roll();
    this.#judges.sent(poolId);
  }
  judgeEnded(poolId: string, attempt: AttemptRecord): void {
    this.roll();
    this.#judges.ended(poolId, attempt);
    addAttempt(this.#summary, attempt);
    this.#dirty = true;
  }
  /** Counted when it is given: a case that has to wait for another judge keeps it. */
  verdictGiven(score: Score): void {
    judgeSummaryOf(this.#summary, score.evaluator)[score.passed ? "passed" : "failed"] += 1;
    this.#dirty = true;
  }
  judgeGauge(poolId: string, activity: Parameters<JudgeTicks["gauge"]>[1]): number {
    return this.#judges.gauge(poolId, activity);
  }

  caseFinished(finished: FinishedCase): void {
    this.roll();
    this.#counts.finished += 1;
    const { result, attempts, limiterWaitMs, backoffMs } = finished;
    const own = attempts.filter((attempt) => attempt.role === "target");
    const callMs = own.reduce((sum, attempt) => sum + attempt.providerLatencyMs, 0);
    addCaseResult(this.#summary, result, own.length, { limiterWaitMs, backoffMs, callMs });
    this.#unwritten.addCase(finished);
    if (this.#unwritten.cases >= BATCH_CASES) void this.flush();
  }

  /** A case backs off after a failed attempt; `asked`: so long as the provider said. */
  backedOff(delayMs: number, asked: boolean): void {
    addBackoff(this.#summary.backoffWaits, delayMs, asked);
    this.#dirty = true;
  }

  /** What a case took until its answer, beyond its calls and waits. */
  caseOverhead(ms: number): void {
    if (this.#summary.overheadMs !== null) this.#summary.overheadMs += Math.max(0, ms);
  }

  /** What a case has that is not finished: put back, or answered and with its judges. */
  caseParked(parked: ParkedCase): void {
    if (parked.attempts.length > 0) this.#unwritten.park(parked);
  }

  logged(entry: LogEntry): void {
    this.#unwritten.addLog(entry);
    const { kind, caseId, actor, count, text } = entry;
    const level = kind === "retry" || kind === "rate-limited" ? "debug" : entry.level;
    this.#deps.logger[level]({ runId: this.#run.id, kind, caseId, actor, count }, text);
    this.#deps.bus.publish({ type: "log", runId: this.#run.id, entry });
  }

  /**
   * Cases are put back to pending in the store by `work`, with nothing written meanwhile. What that changed in the stored
   * summary is carried over to this one, which may be ahead of it.
   */
  async requeue(before: () => Promise<RunSummary>, work: () => Promise<RunSummary>): Promise<void> {
    await this.flush();
    while (this.#writing !== null) await this.#writing;
    this.#writing = (async () => {
      carryRequeued(this.#summary, await before(), await work());
    })().finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  /** Closes the second that has begun, too: the run comes to rest in it. */
  closeLastSecond(): void {
    this.roll();
    this.#publishTick(this.#counts.t + SECOND_MS);
  }

  /** Closes the seconds that are over. */
  roll(): void {
    const second = floorSecond(this.#deps.clock.now());
    if (second > this.#counts.t) this.#publishTick(second);
  }

  #publishTick(second: number): void {
    const tick = this.#close();
    // A process that was held up for seconds leaves a gap, rather than seconds it knows nothing about.
    this.#counts = emptyTickCounts(second);
    this.#unwritten.addTick(tick);
    this.recent.add(tick);
    this.#deps.bus.publish({ type: "tick", runId: this.#run.id, tick });
  }

  #close(): Tick {
    const nowMs = this.#deps.clock.monotonicMs();
    const standing = this.#deps.standing();
    const { requestsPerSecond, burst, concurrency, tokensPerMinute } = effectiveLimits(standing.run, standing.pool);
    const inFlight = this.#gauges.calling.takeMean(nowMs);
    const waiting = this.#gauges["waiting-for-permit"].takeMean(nowMs);
    this.#gauges["waiting-for-slot"].takeMean(nowMs);
    const judges = this.#judges.close(nowMs);
    return {
      ...this.#counts,
      poolId: this.#run.poolId,
      inFlight,
      waiting,
      backingOff: this.#gauges["backing-off"].takeMean(nowMs),
      idle: Math.max(0, concurrency - inFlight - waiting),
      queued: Math.max(0, this.#run.totalCases - this.#summary.done - standing.active),
      permits: standing.permits,
      limit: { requestsPerSecond, burst, concurrency },
      tokenLimit: tokensPerMinute,
      headroom: standing.headroom,
      shareRps: standing.shareRps,
      otherRuns: standing.otherRuns,
      cooldownUntil: standing.cooldownUntil,
      paused: standing.paused,
      ...(standing.hold === undefined ? {} : { hold: standing.hold }),
      ...(judges.length === 0 ? {} : { judges }),
    };
  }

  /** Writes what there is; at most one write at a time. Resolves also when it failed (see `failure`). */
  async flush(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    if (!this.#dirty && this.#unwritten.isEmpty) return;
    this.#writing = this.#write().finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  async #write(): Promise<void> {
    const contents = this.#unwritten.take();
    const batch = { ...contents, summary: structuredClone(this.#summary), activeMs: this.activeMs };
    this.#dirty = false;
    try {
      await this.#deps.store.write(this.#run.id, batch);
      this.#unwritten.written(contents);
      this.#failure = null;
    } catch (error) {
      this.#unwritten.putBack(contents);
      this.#dirty = true;
      this.#failure = error instanceof Error ? error.message : String(error);
      this.#deps.logger.error({ runId: this.#run.id, err: error }, "results could not be stored; kept in memory");
    }
  }

  /** Gauges as the live view shows them. */
  active(longestBackoffMs: number | null, oldestWaitMs: number | null): LiveRun["active"] {
    return {
      calling: this.gauge("calling"),
      waitingForPermit: this.gauge("waiting-for-permit"),
      waitingForSlot: this.gauge("waiting-for-slot"),
      backingOff: this.gauge("backing-off"),
      judging: this.gauge("judging"),
      longestBackoffMs,
      oldestWaitMs,
    };
  }
}

function floorSecond(epochMs: number): number {
  return Math.floor(epochMs / SECOND_MS) * SECOND_MS;
}
