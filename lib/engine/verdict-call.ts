import type { CaseError } from "@/lib/core/runs/case-result";
import type { ChatMessage } from "@/lib/core/runs/run-config";
import type { StopReason } from "@/lib/core/runs/run-state";
import type { JudgeConfig, Score } from "@/lib/core/scoring/evaluator-config";
import { excerpt } from "@/lib/core/scoring/expected-text";
import { type JudgedCase, judgeMessages, reaskMessages, verdictJsonSchema } from "@/lib/core/scoring/judge-prompt";
import { type JudgeVerdict, readVerdict } from "@/lib/core/scoring/judge-verdict";
import type { JsonFormat } from "@/lib/providers/provider";
import {
  type Asked,
  AttemptLoop,
  type AttemptLoopDeps,
  misfitMessage,
  type Question,
  stopMessage,
} from "./attempt-loop";
import type { JudgeStation } from "./judge-station";
import type { ModelLine } from "./model-line";
import type { JudgeTokens } from "./run-tokens";

/** A judge of a run at work: what it judges by, and the way to its model. */
export interface Judge {
  /** In scores. */
  readonly name: string;
  readonly config: JudgeConfig;
  /** Of its provider, for people. */
  readonly providerName: string;
  readonly line: ModelLine;
  readonly station: JudgeStation;
  readonly tokens: JudgeTokens;
  /** False once its model has refused a request with a JSON schema and answered the same one without. */
  structured: boolean;
  /** It gave no verdict on a case, though it answered. */
  onNonsense(caseId: string, message: string): void;
}

export type VerdictEnd =
  | { readonly kind: "verdict"; readonly score: Score }
  | { readonly kind: "called-off" }
  /** No verdict was to be had: the case is not scored, and may be requeued. */
  | { readonly kind: "failed"; readonly error: CaseError }
  | { readonly kind: "stop-run"; readonly reason: StopReason["code"]; readonly message: string };

/** Characters of a judge's words that a case's error quotes. */
const QUOTED = 300;

/** One judge asked about one case: its turn, its request, one more where the answer is no verdict. */
export class VerdictCall {
  readonly judge: Judge;
  readonly #caseId: string;
  readonly #loop: AttemptLoop;
  /** At the gate of the judge's pool. */
  #hasPlace = false;
  /** Of the newest request. */
  #format: JsonFormat | null = null;

  constructor(judge: Judge, deps: Omit<AttemptLoopDeps, "retryTurn">) {
    this.judge = judge;
    this.#caseId = deps.caseId;
    this.#loop = new AttemptLoop(judge.line, {
      ...deps,
      retryTurn: (signal) => this.#turn(signal, true),
      onActivity: (from, to) => {
        // While it backs off, another question may have its place.
        if (to === "backing-off") this.#giveUpPlace();
        deps.onActivity(from, to);
      },
    });
  }

  get begun(): boolean {
    return this.#loop.begun;
  }
  hold(): void {
    this.#loop.hold();
  }
  abort(): void {
    this.#loop.abort();
  }
  cooldownEnded(poolId: string): void {
    this.#loop.cooldownEnded(poolId);
  }
  recheckFit(): void {
    this.#loop.recheckFit();
  }

  async run(judged: JudgedCase): Promise<VerdictEnd> {
    const { config, name } = this.judge;
    const rendered = judgeMessages(config.rubric, judged);
    if (!rendered.ok) {
      const names = rendered.missing.map((each) => `{{${each}}}`).join(", ");
      return failed("missing-variable", `${name} could not be asked: the case has no value for ${names}.`);
    }
    await this.#turn(this.#loop.held, false);
    if (!this.#hasPlace) return { kind: "called-off" };
    try {
      return await this.#ask(rendered.messages);
    } finally {
      this.#giveUpPlace();
    }
  }

  async #ask(messages: readonly ChatMessage[]): Promise<VerdictEnd> {
    const { rubric } = this.judge.config;
    const first = await this.#loop.ask(this.#question(messages));
    const formatRefused = first.kind === "gave-up" && first.last.outcome === "bad-request" && this.#format !== null;
    if (first.kind !== "answered" && !formatRefused) return this.#lost(first);
    const read = first.kind === "answered" ? readVerdict(first.output, rubric) : null;
    if (read?.ok) return this.#verdict(read.verdict);
    const again =
      first.kind === "answered" && read !== null
        ? await this.#loop.ask(this.#question(reaskMessages(rubric, messages, first.output, read.problem)))
        : await this.#loop.ask(this.#question(messages, false));
    if (again.kind !== "answered") return this.#lost(again);
    if (formatRefused) this.judge.structured = false;
    const reread = readVerdict(again.output, rubric);
    return reread.ok ? this.#verdict(reread.verdict) : this.#nonsense(reread.problem, again.output);
  }

  #question(messages: readonly ChatMessage[], mayAskForJson = true): Question {
    const { judge } = this;
    const format = () => {
      const asked = judge.structured && mayAskForJson;
      this.#format = asked ? { name: "verdict", schema: verdictJsonSchema(judge.config.rubric) } : null;
      return this.#format;
    };
    return { messages, format, tokens: judge.tokens.of(messages) };
  }

  #verdict({ score, choice, given, reason }: JudgeVerdict): VerdictEnd {
    const { name, config } = this.judge;
    return {
      kind: "verdict",
      score: {
        evaluator: name,
        score,
        passed: score >= config.threshold,
        detail: reason === "" ? "no reason given" : reason,
        choice: choice ?? String(given),
      },
    };
  }

  #nonsense(problem: string, output: string): VerdictEnd {
    const said = output.trim() === "" ? "" : ` It said: ${excerpt(output.trim(), QUOTED)}`;
    const message = `${this.#who()} gave no verdict: ${problem}.${said}`;
    this.judge.onNonsense(this.#caseId, message);
    return failed("judge-nonsense", message);
  }

  #lost(asked: Exclude<Asked, { kind: "answered" }>): VerdictEnd {
    switch (asked.kind) {
      case "called-off":
        return asked;
      case "misfit":
        return {
          kind: "failed",
          error: {
            code: "judge-too-many-tokens",
            message: misfitMessage(asked.misfit, `a question to ${this.#who()}`),
          },
        };
      case "gave-up": {
        const last = asked.last.errorMessage === null ? "" : ` (last: ${asked.last.errorMessage})`;
        return failed(`judge-${asked.last.outcome}`, `${this.#who()} could not judge: ${asked.why}${last}.`);
      }
      case "stop-run": {
        const message = stopMessage(asked.reason, asked.last, `The provider of ${this.#who()}`);
        return { kind: "stop-run", reason: asked.reason, message };
      }
    }
  }

  #who(): string {
    const { name, config, providerName } = this.judge;
    return `${name} [${providerName} · ${config.model}]`;
  }

  /** Waits for a place at the gate, where it has none. */
  async #turn(calledOff: AbortSignal, isRetry: boolean): Promise<void> {
    if (!this.#hasPlace) this.#hasPlace = await this.judge.station.turn(calledOff, isRetry);
  }

  #giveUpPlace(): void {
    if (!this.#hasPlace) return;
    this.#hasPlace = false;
    this.judge.station.leave();
  }
}

function failed(code: string, message: string): VerdictEnd {
  return { kind: "failed", error: { code, message: `Not scored: ${message}` } };
}
