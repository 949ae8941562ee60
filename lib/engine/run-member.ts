import type { RunPriority } from "@/lib/core/scheduling/run-priority";
import type { AutoPauseWatch } from "./auto-pause-watch";
import type { CaseFeed } from "./case-feed";
import type { CooldownNews } from "./cooldown-news";
import type { PoolMember } from "./pool-member";
import type { PaceChange } from "./pool-pace";
import type { TokensChange } from "./pool-tokens";
import type { RunJudges } from "./run-judges";
import type { RunNotes } from "./run-notes";
import type { RunRecorder } from "./run-recorder";
import type { RunRest } from "./run-rest";

export interface RunMemberDeps {
  readonly runId: string;
  /** The pool of the run's target, which judges may use as well. */
  readonly poolId: string;
  readonly recorder: RunRecorder;
  readonly feed: CaseFeed;
  readonly judges: RunJudges;
  readonly rest: RunRest;
  readonly notes: RunNotes;
  readonly cooldowns: CooldownNews;
  readonly autoPause: AutoPauseWatch;
  priority(): RunPriority;
}

/** A run among the others of its target's pool: what it could start, what it uses, and what it is told. */
export class RunMember implements PoolMember {
  readonly runId: string;
  readonly #deps: RunMemberDeps;

  constructor(deps: RunMemberDeps) {
    this.runId = deps.runId;
    this.#deps = deps;
  }

  get priority(): RunPriority {
    return this.#deps.priority();
  }

  /**
   * What has been answered goes first: a verdict ends a case. Retries go on while a pause lets what has begun come to its
   * end; those that are held are called off.
   */
  ready(): boolean {
    const { feed, rest } = this.#deps;
    if (this.#questions > 0) return true;
    return rest.phase === "running" ? feed.ready() : rest.phase === "pausing" && feed.retryReady();
  }
  handOver(): void {
    if (this.#questions > 0) this.#deps.judges.atTargetPool?.handOver();
    else this.#deps.feed.handOver();
  }
  handed(): number {
    return this.#deps.feed.handed() + (this.#deps.judges.atTargetPool?.handed ?? 0);
  }
  /** Judges' questions that wait for a turn at the target's own pool. */
  get #questions(): number {
    return this.#deps.judges.atTargetPool?.waiting ?? 0;
  }

  inFlight(): number {
    const { recorder, judges, poolId } = this.#deps;
    return recorder.gauge("calling") + judges.inFlight(poolId);
  }
  waiting(): number {
    const { recorder, judges, poolId } = this.#deps;
    return recorder.gauge("waiting-for-permit") + recorder.gauge("waiting-for-slot") + judges.waiting(poolId);
  }
  startedLastMinute(): number {
    const { recorder, judges, poolId } = this.#deps;
    return recorder.recent.ticks.reduce((sum, tick) => sum + tick.started, judges.startedLastMinute(poolId));
  }

  onCooldown(forMs: number, reason: string): void {
    this.#deps.cooldowns.tell(forMs, reason);
    this.#deps.autoPause.cooledDown(forMs, reason);
  }
  onPace(change: PaceChange | TokensChange): void {
    this.#deps.notes.paceChanged(change);
  }
}
