import type { Clock, Random } from "@/lib/core/clock";
import { spendOf } from "@/lib/core/pricing/spend";
import { renderMessages } from "@/lib/core/prompt-template";
import type { AttemptRecord, CaseError } from "@/lib/core/runs/case-result";
import type { CaseResult } from "@/lib/core/runs/case-states";
import type { ChatMessage, RunConfig } from "@/lib/core/runs/run-config";
import type { StopReason } from "@/lib/core/runs/run-state";
import { inEvaluatorOrder, type ScoreOutput } from "@/lib/core/scoring/evaluate";
import type { Score } from "@/lib/core/scoring/evaluator-config";
import { AttemptLoop, misfitMessage, stopMessage } from "./attempt-loop";
import type { Gate } from "./gate";
import type { ModelLine } from "./model-line";
import type { CaseAnswer, FinishedCase, PendingCase } from "./ports/run-records";
import type { CaseActivity, RunRecorder } from "./run-recorder";
import type { RunTokens } from "./run-tokens";
import { type Judge, VerdictCall, type VerdictEnd } from "./verdict-call";

/** What a case needs of its run. */
export interface CaseContext {
  readonly config: RunConfig;
  /** The way to the target's model. */
  readonly line: ModelLine;
  readonly judges: readonly Judge[];
  readonly recorder: RunRecorder;
  readonly clock: Clock;
  readonly random: Random;
  readonly score: ScoreOutput;
  readonly tokens: RunTokens;
  /** Waits until it is the run's turn to send a retry to the target; resolves at once when `signal` is aborted. */
  retryTurn(signal: AbortSignal): Promise<void>;
}

/** `item`: the case as it is to be taken up again, with what it has so far. */
export type CaseEnd =
  | { readonly kind: "finished"; readonly finished: FinishedCase }
  /** Back to pending: paused, cancelled, or the run was stopped. */
  | { readonly kind: "parked"; readonly item: PendingCase }
  | {
      readonly kind: "stop-run";
      readonly item: PendingCase;
      readonly reason: StopReason;
      /** Whose provider refused: the target's or a judge's. */
      readonly providerId: string;
    };

/**
 * One case under way: the target's answer, then its judges' verdicts, each through its own pool. An answer is kept from
 * the moment it came: whatever happens to its judges, the target is not asked again.
 */
export class CaseRunner {
  readonly attempts: AttemptRecord[];
  readonly #context: CaseContext;
  readonly #item: PendingCase;
  readonly #target: AttemptLoop;
  #verdicts: VerdictCall[] = [];
  #answer: CaseAnswer | null;
  #activity: CaseActivity | null = null;
  #waitsSinceMs: number | null = null;
  #beginsNothing = false;

  constructor(item: PendingCase, context: CaseContext) {
    this.#item = item;
    this.#context = context;
    this.#answer = item.answer;
    this.attempts = [...item.priorAttempts];
    const { clock, random } = context;
    this.#target = new AttemptLoop(context.line, {
      clock,
      random,
      caseId: item.id,
      attempts: this.attempts,
      retryTurn: (signal) => context.retryTurn(signal),
      onActivity: (_, to) => this.#turnTo(to),
    });
  }

  get ord(): number {
    return this.#item.ord;
  }
  get activity(): CaseActivity | null {
    return this.#activity;
  }
  /** Monotonic ms at which its backoff ends. */
  get backoffEndsMs(): number | null {
    return this.#target.backoffEndsMs;
  }

  /** Monotonic ms since when it waits for a slot or a permit; null while it does something else. */
  get waitsSinceMs(): number | null {
    return this.#waitsSinceMs;
  }

  /** Called off before its next request: a call in flight goes on to its end, and so does scoring. */
  hold(): void {
    this.#beginsNothing = true;
    this.#target.hold();
    for (const call of this.#verdicts) call.hold();
  }
  /** What has sent nothing yet is called off; what has goes on to its end, retries included. */
  drain(): void {
    this.#beginsNothing = true;
    for (const call of [this.#target, ...this.#verdicts]) if (!call.begun) call.hold();
  }
  /** Called off at once, at the socket. */
  abort(): void {
    this.hold();
    this.#target.abort();
    for (const call of this.#verdicts) call.abort();
  }
  meetGate(gate: Gate): void {
    this.#target.meetGate(gate);
  }

  /** See AttemptLoop. */
  cooldownEnded(poolId: string): void {
    for (const call of [this.#target, ...this.#verdicts]) call.cooldownEnded(poolId);
  }

  /** Limits were edited: a case that waits and fits no longer, however long it waits, is called back to be told so. */
  recheckFit(): void {
    for (const call of [this.#target, ...this.#verdicts]) call.recheckFit();
  }

  async run(): Promise<CaseEnd> {
    const { config, judges } = this.#context;
    const rendered = renderMessages(config.target, this.#item.vars);
    if (!rendered.ok) {
      const names = rendered.missing.map((name) => `{{${name}}}`).join(", ");
      return this.#lost(null, { code: "missing-variable", message: `The case has no value for ${names}.` });
    }
    if (this.#answer !== null) return await this.#judge(this.#answer.output, rendered.messages);
    const tokens = this.#context.tokens.ofCase(this.#item.vars);
    const beganMs = this.#context.clock.monotonicMs();
    const asked = await this.#target.ask({ messages: rendered.messages, format: () => null, tokens });
    const tookMs = this.#context.clock.monotonicMs() - beganMs;
    if (asked.kind !== "called-off") this.#context.recorder.caseOverhead(tookMs - this.#accountedMs());
    switch (asked.kind) {
      case "answered":
        if (judges.length === 0) return this.#scored(asked.output, []);
        this.#answer = { output: asked.output, verdicts: [] };
        this.#keep();
        return await this.#judge(asked.output, rendered.messages);
      case "called-off":
        return this.#park();
      case "stop-run": {
        const message = stopMessage(asked.reason, asked.last, "The provider");
        const { item } = this.#park();
        return {
          kind: "stop-run",
          item,
          reason: { code: asked.reason, message },
          providerId: config.target.providerId,
        };
      }
      case "misfit":
        return this.#lost(null, { code: "too-many-tokens", message: misfitMessage(asked.misfit, "the case") });
      case "gave-up": {
        const last = asked.last.errorMessage === null ? "" : ` (last: ${asked.last.errorMessage})`;
        return this.#lost(null, { code: asked.last.outcome, message: `Not scored: ${asked.why}${last}.` });
      }
    }
  }

  /** Asks all judges that have not decided yet, each at its own pool. */
  async #judge(output: string, sent: readonly ChatMessage[]): Promise<CaseEnd> {
    const given = this.#answer?.verdicts ?? [];
    const open = this.#context.judges.filter(({ name }) => given.every((verdict) => verdict.evaluator !== name));
    if (open.length > 0 && this.#beginsNothing) return this.#park();
    this.#turnTo("judging");
    try {
      this.#verdicts = open.map((judge) => this.#verdictCall(judge));
      const { vars, expected } = this.#item;
      const judged = { vars, expected, output, sent };
      const ends = await Promise.all(
        this.#verdicts.map((call) => call.run(judged).then((end) => this.#told(call, end))),
      );
      return this.#afterJudges(output, ends);
    } finally {
      this.#turnTo(null);
    }
  }

  #afterJudges(output: string, ends: readonly VerdictEnd[]): CaseEnd {
    for (const [at, end] of ends.entries()) {
      if (end.kind !== "stop-run") continue;
      const providerId = this.#verdicts[at]?.judge.config.providerId ?? "";
      const { item } = this.#park();
      return { kind: "stop-run", item, reason: { code: end.reason, message: end.message }, providerId };
    }
    if (ends.some((end) => end.kind === "called-off")) return this.#park();
    const [error] = ends.flatMap((end) => (end.kind === "failed" ? [end.error] : []));
    const verdicts = this.#answer?.verdicts ?? [];
    return error === undefined ? this.#scored(output, verdicts) : this.#lost(output, error, verdicts);
  }

  /** A verdict is kept as it comes; a judge that stops the run spares the others' waiting. */
  #told(call: VerdictCall, end: VerdictEnd): VerdictEnd {
    if (end.kind === "stop-run") for (const other of this.#verdicts) if (other !== call) other.hold();
    if (end.kind === "verdict" && this.#answer !== null) {
      this.#answer = { ...this.#answer, verdicts: [...this.#answer.verdicts, end.score] };
      this.#context.recorder.verdictGiven(end.score);
      this.#keep();
    }
    return end;
  }

  #verdictCall(judge: Judge): VerdictCall {
    const { clock, random, recorder } = this.#context;
    const poolId = judge.line.pool.record.id;
    return new VerdictCall(judge, {
      clock,
      random,
      caseId: this.#item.id,
      attempts: this.attempts,
      onActivity: (from, to) => recorder.judgeActivity(poolId, from, to),
    });
  }

  #scored(output: string, verdicts: readonly Score[]): CaseEnd {
    const scores = this.#allScores(output, verdicts);
    const passed = scores.every((score) => score.passed);
    return this.#finished(passed ? "passed" : "failed", output, scores, null);
  }

  /** With an output it was a judge that failed: what the others said is kept for the next try. */
  #lost(output: string | null, error: CaseError, verdicts: readonly Score[] = []): CaseEnd {
    return this.#finished("not-scored", output, output === null ? [] : this.#allScores(output, verdicts), error);
  }

  #allScores(output: string, verdicts: readonly Score[]): readonly Score[] {
    const { config, score, judges } = this.#context;
    const ruled = score(output, this.#item.expected);
    return judges.length === 0 ? ruled : inEvaluatorOrder(config.evaluators, [...ruled, ...verdicts]);
  }

  /** Times and tokens are the target's, its judges' stand in their attempts; the cost is that of all. */
  #finished(result: CaseResult, output: string | null, scores: readonly Score[], error: CaseError | null): CaseEnd {
    const own = this.attempts.filter((attempt) => attempt.role === "target");
    const sum = (pick: (a: AttemptRecord) => number) => own.reduce((total, a) => total + pick(a), 0);
    const last = own.at(-1);
    return {
      kind: "finished",
      finished: {
        ord: this.#item.ord,
        result,
        output,
        scores,
        attempts: this.attempts,
        limiterWaitMs: sum((a) => a.limiterWaitMs),
        backoffMs: sum((a) => a.backoffMs),
        providerLatencyMs: last?.providerLatencyMs ?? 0,
        inputTokens: last?.inputTokens ?? null,
        outputTokens: last?.outputTokens ?? null,
        costUsd: spendOf(this.attempts.map((attempt) => attempt.costUsd)).usd,
        error,
        finishedAt: this.#context.clock.now(),
      },
    };
  }

  #park(): Extract<CaseEnd, { kind: "parked" }> {
    if (this.attempts.length > this.#item.priorAttempts.length) this.#keep();
    return { kind: "parked", item: { ...this.#item, priorAttempts: [...this.attempts], answer: this.#answer } };
  }

  /** What it has so far is stored with the next batch, so that a crash costs no answer. */
  #keep(): void {
    const { ord } = this.#item;
    this.#context.recorder.caseParked({ ord, attempts: [...this.attempts], answer: this.#answer });
  }

  /** Queue, waits and calls of the attempts made now. */
  #accountedMs(): number {
    return this.attempts
      .slice(this.#item.priorAttempts.length)
      .reduce((sum, a) => sum + a.queueMs + a.limiterWaitMs + a.providerLatencyMs + a.backoffMs, 0);
  }

  #turnTo(activity: CaseActivity | null): void {
    if (activity === this.#activity) return;
    const waits = activity === "waiting-for-slot" || activity === "waiting-for-permit";
    // Slot, then permit: one wait.
    this.#waitsSinceMs = waits ? (this.#waitsSinceMs ?? this.#context.clock.monotonicMs()) : null;
    this.#context.recorder.changeActivity(this.#activity, activity);
    this.#activity = activity;
  }
}
