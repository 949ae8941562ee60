import type { Clock, Random } from "@/lib/core/clock";
import { type TokenMisfit, tokenDimensionWords } from "@/lib/core/limits/token-budget";
import type { AttemptFate } from "@/lib/core/retry/attempt-outcome";
import { cooldownReason } from "@/lib/core/retry/cooldown-reason";
import { decideRetry, type RetryDecision } from "@/lib/core/retry/decide-retry";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import type { ChatMessage } from "@/lib/core/runs/run-config";
import type { StopReason } from "@/lib/core/runs/run-state";
import type { JsonFormat, ModelCallResult } from "@/lib/providers/provider";
import { sleepUnlessAborted } from "./abortable-sleep";
import { attemptRecordOf, performAttempt } from "./attempt";
import type { Gate } from "./gate";
import type { CallActivity, ModelLine } from "./model-line";
import type { CaseTokens } from "./run-tokens";
import type { StartedCall } from "./start-desk";

/** Retries go ahead of fresh cases: they have waited once already. */
const RETRY_PRIORITY = 4;
const FRESH_PRIORITY = 5;

export interface AttemptLoopDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly caseId: string;
  /** The case's attempts, of all roles; those made here are added. */
  readonly attempts: AttemptRecord[];
  /** Waits for the turn to send a retry; resolves at once when `signal` is aborted. */
  retryTurn(signal: AbortSignal): Promise<void>;
  onActivity(from: CallActivity | null, to: CallActivity | null): void;
}

export interface Question {
  readonly messages: readonly ChatMessage[];
  /** Asked at each attempt: the answer is to be JSON of this form; null: text. */
  format(): JsonFormat | null;
  readonly tokens: CaseTokens;
}

/** How a question to a model ended. */
export type Asked =
  | { readonly kind: "answered"; readonly output: string }
  /** Called off before it had an answer. */
  | { readonly kind: "called-off" }
  /** It can never pass a limit on tokens. */
  | { readonly kind: "misfit"; readonly misfit: TokenMisfit }
  | { readonly kind: "gave-up"; readonly last: AttemptRecord; readonly why: string }
  | { readonly kind: "stop-run"; readonly reason: StopReason["code"]; readonly last: AttemptRecord };

/** Asks one model until it has answered: attempts through the gates with backoffs between them, and the ways to call it off. */
export class AttemptLoop {
  readonly #line: ModelLine;
  readonly #deps: AttemptLoopDeps;
  readonly #call = new AbortController();
  readonly #hold = new AbortController();
  #wait = new AbortController();
  #activity: CallActivity | null = null;
  #started: StartedCall | null = null;
  #asked: Question | null = null;
  /** Attempts at the question that is asked now. */
  #spent = 0;
  #sent = 0;
  #backoffEndsMs: number | null = null;
  /** While it backs off because its pool cools down; aborted where that ends early. */
  #cooldown: AbortController | null = null;

  constructor(line: ModelLine, deps: AttemptLoopDeps) {
    this.#line = line;
    this.#deps = deps;
  }

  get activity(): CallActivity | null {
    return this.#activity;
  }
  /** True once it has sent a request. */
  get begun(): boolean {
    return this.#sent > 0 || this.#started !== null;
  }
  /** Monotonic ms at which its backoff ends. */
  get backoffEndsMs(): number | null {
    return this.#backoffEndsMs;
  }
  /** Aborted once it is called off. */
  get held(): AbortSignal {
    return this.#hold.signal;
  }

  /** Called off before its next request: a call in flight goes on to its end. */
  hold(): void {
    this.#hold.abort();
    this.#wait.abort();
  }
  /** Called off at once, at the socket. */
  abort(): void {
    this.hold();
    this.#call.abort();
  }
  /** A gate was put in front of the run: who waits queues anew behind it, who calls counts among its calls. */
  meetGate(gate: Gate): void {
    this.#started?.adopt(gate);
    if (this.#activity === "waiting-for-slot" || this.#activity === "waiting-for-permit") this.#wait.abort();
  }

  /** The pool's cooldown was ended early: a backoff that only waited for it ends as well. */
  cooldownEnded(poolId: string): void {
    if (this.#line.pool.record.id === poolId) this.#cooldown?.abort();
  }

  /** Limits were edited: a request that waits and fits no longer, however long it waits, is called back to be told so. */
  recheckFit(): void {
    const waits = this.#activity === "waiting-for-slot" || this.#activity === "waiting-for-permit";
    const misfit = waits ? (this.#asked?.tokens.misfit(this.#line.gateLimits()) ?? null) : null;
    if (misfit !== null) this.#wait.abort();
  }

  /** Asks one question; another may follow when this one has ended. */
  async ask(question: Question): Promise<Asked> {
    this.#spent = 0;
    this.#asked = question;
    try {
      for (;;) {
        this.#wait = new AbortController();
        if (this.held.aborted) return { kind: "called-off" };
        const misfit = question.tokens.misfit(this.#line.gateLimits());
        if (misfit !== null) return { kind: "misfit", misfit };
        const attempted = await this.#attempt(question);
        if (attempted === null) continue; // called off before it began: ended above, or queued again at new gates
        const { result, record } = attempted;
        const decision = this.#decide(result.fate);
        this.#line.onDecided(this.#line, this.#deps.caseId, record, decision);
        this.#coolPool(decision, record);
        switch (decision.kind) {
          case "done":
            return { kind: "answered", output: result.output ?? "" };
          case "cancelled":
            return { kind: "called-off" };
          case "stop-run":
            return { kind: "stop-run", reason: decision.reason, last: record };
          case "give-up":
            return { kind: "gave-up", last: record, why: decision.why };
          case "retry":
            this.#cooldown = decision.cooldownMs === null ? null : new AbortController();
            await this.#backOff(record, decision.delayMs);
            this.#cooldown = null;
        }
      }
    } finally {
      this.#turnTo(null);
    }
  }

  async #attempt(question: Question): Promise<{ result: ModelCallResult; record: AttemptRecord } | null> {
    const line = this.#line;
    const { clock, attempts } = this.#deps;
    this.#turnTo("waiting-for-slot");
    const isRetry = this.#sent > 0;
    if (isRetry) await this.#deps.retryTurn(this.#wait.signal);
    const done = await performAttempt(
      line.pool,
      line.front(),
      clock,
      {
        provider: line.provider(),
        model: line.model,
        messages: question.messages,
        params: line.params,
        format: question.format,
        timeoutMs: line.limits().requestTimeoutMs,
        priority: isRetry ? RETRY_PRIORITY : FRESH_PRIORITY,
        estimatedTokens: () => question.tokens.estimate(),
        waitSignal: this.#wait.signal,
        callSignal: this.#call.signal,
      },
      {
        onSlot: () => this.#turnTo("waiting-for-permit"),
        onStart: (call) => {
          this.#started = call;
          this.#turnTo("calling");
        },
        onSent: () => line.onSent(isRetry),
      },
    );
    this.#started = null;
    if (done === null) return null;
    this.#spent += 1;
    this.#sent += 1;
    const record = attemptRecordOf(attempts.length + 1, line.judge, done.result, done.times, line.price);
    question.tokens.note(done.result.usage);
    // Without a request (no key, say) there is a fate but no attempt.
    if (!done.sent) return { result: done.result, record };
    attempts.push(record);
    line.onEnded(record);
    return { result: done.result, record };
  }

  #decide(fate: AttemptFate): RetryDecision {
    const { pool, limits } = this.#line;
    return decideRetry(fate, this.#spent, limits().retry, this.#deps.random, {
      isolated: pool.failuresAreIsolated,
      refusalsInARow: pool.refusalsInARow,
    });
  }

  #coolPool(decision: RetryDecision, record: AttemptRecord): void {
    if (decision.kind !== "retry" && decision.kind !== "give-up") return;
    if (decision.cooldownMs === null) return;
    this.#line.pool.coolDown(decision.cooldownMs, cooldownReason(record.retryAfterMs, decision.cooldownMs));
  }

  /** Waits outside the gates: no slot is held, no permit taken. */
  async #backOff(record: AttemptRecord, delayMs: number): Promise<void> {
    const { clock } = this.#deps;
    const fromMs = clock.monotonicMs();
    record.backoffMs = delayMs;
    this.#backoffEndsMs = fromMs + delayMs;
    this.#turnTo("backing-off");
    await sleepUnlessAborted(
      delayMs,
      this.#cooldown === null ? this.held : AbortSignal.any([this.held, this.#cooldown.signal]),
    );
    this.#backoffEndsMs = null;
    record.backoffMs = Math.round(clock.monotonicMs() - fromMs);
  }

  #turnTo(activity: CallActivity | null): void {
    if (activity === this.#activity) return;
    this.#deps.onActivity(this.#activity, activity);
    this.#activity = activity;
  }
}

/** Why a provider's refusal stops a run, and what to do. `who`: "The provider", or the judge's by name. */
export function stopMessage(reason: StopReason["code"], last: AttemptRecord, who: string): string {
  const said = last.errorMessage === null ? "" : ` It said: ${last.errorMessage}`;
  const status = last.status === null ? "" : ` (${last.status})`;
  switch (reason) {
    case "auth":
      return `${who} refused the key${status}. Correct the key on the provider's page, then resume.${said}`;
    case "quota-exhausted":
      return `${who} says that its quota or credit is used up${status}. Add credit or raise the quota there, then resume.${said}`;
    default:
      return `${who} refuses every request of this run${status}. Check its URL and the model's name, then start a new run or resume.${said}`;
  }
}

/** Why no wait can let a request pass, and what to do. */
export function misfitMessage({ dimension, needed, perMinute }: TokenMisfit, who: string): string {
  const words = tokenDimensionWords(dimension);
  const [needs, allowed] = [needed, perMinute].map((n) => n.toLocaleString("en"));
  return `Not scored: ${who} needs about ${needs} ${words}, and the limit is ${allowed} per minute. Raise the limit, then requeue it.`;
}
