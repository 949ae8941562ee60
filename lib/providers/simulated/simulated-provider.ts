import type { Clock } from "@/lib/core/clock";
import type { SimulatedSettings } from "@/lib/core/simulation/simulated-settings";
import type { AnswerBook } from "./answer-book";
import { answerBody, type ChatRequest, parseChatRequest, protocolOf } from "./chat-protocols";
import { limitHeaders, problemBody, problemStatus, retryAfterHeaders, type SimulatedProblem } from "./dialects";
import { drawFate } from "./draw-fate";
import { EnforcedLimits, type Refusal } from "./enforced-limits";
import { judgeAnswer } from "./judge-answer";
import { hashText, seededChance } from "./seeded-chance";
import { type SimulatedStats, StatsCounter } from "./simulated-stats";

/** A request, without the cost of a `Request`. */
export interface SimulatedRequest {
  readonly path: string;
  readonly body: string;
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal | null;
}

/** `reset`: cut the connection. `abandoned`: the client has left, nobody reads an answer. */
export type SimulatedReply =
  | {
      readonly kind: "response";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: "reset" }
  | { readonly kind: "abandoned" };

export interface SimulatedDeps {
  readonly clock: Clock;
  readonly answers: AnswerBook;
  /** Resolves after `ms`, or as soon as the signal is aborted. `Infinity`: only then. */
  readonly sleep: (ms: number, signal: AbortSignal | null) => Promise<void>;
}

/** Characters that count as one token. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * A provider that needs no key: it keeps its limits strictly, is as slow and as faulty as its settings say, and counts
 * what it serves. All chance comes from the seed by the number of the accepted request, so a run can be repeated.
 */
export class SimulatedProvider {
  #settings: SimulatedSettings;
  #answers: AnswerBook;
  #limits: EnforcedLimits;
  #counter = new StatsCounter();
  #accepted = 0;

  constructor(
    settings: SimulatedSettings,
    private readonly deps: SimulatedDeps,
  ) {
    this.#settings = settings;
    this.#answers = deps.answers;
    this.#limits = new EnforcedLimits(settings.limits, settings.schedule);
  }

  /** Serves one request. The moment of this call is its arrival. */
  async serve(request: SimulatedRequest): Promise<SimulatedReply> {
    const { clock } = this.deps;
    this.#counter.arrived(clock.now());
    const protocol = protocolOf(request.path);
    if (protocol === null)
      return this.#refuse({ kind: "unknown-path", detail: `Unknown request URL: POST ${request.path}` });
    const chat = parseChatRequest(protocol, request.path, request.body);
    if (typeof chat === "string") return this.#refuse({ kind: "invalid-request", detail: chat });
    if (!this.#answers.hasModel(chat.model)) return this.#refuse({ kind: "model-not-found", model: chat.model });
    this.#counter.attempted(promptKey(chat));
    const { quotaAfterRequests, seed } = this.#settings;
    if (quotaAfterRequests !== null && this.#accepted >= quotaAfterRequests) {
      this.#counter.quotaRefused += 1;
      return this.#refuse({ kind: "quota-exhausted" });
    }
    const verdict = { seed, nonsense: this.#settings.judgeNonsense, request: this.#accepted + 1 };
    const text = judgeAnswer(chat.userTexts, verdict) ?? this.#answers.answer(chat.model, chat.prompt, seed);
    const inputTokens = Math.ceil(chat.characters / CHARACTERS_PER_TOKEN);
    const outputTokens = Math.ceil(text.length / CHARACTERS_PER_TOKEN);
    const limits = this.#limits;
    const refusal = limits.admit({ input: inputTokens, output: outputTokens }, clock.monotonicMs(), clock.now());
    if (refusal !== null) return this.#throttle(refusal);
    this.#counter.maxInFlight = Math.max(this.#counter.maxInFlight, limits.inFlight);
    try {
      return await this.#work(chat, text, inputTokens, outputTokens, request.signal);
    } finally {
      limits.release();
    }
  }

  stats(): SimulatedStats {
    return this.#counter.snapshot(this.#limits.inFlight);
  }

  /** Everything as at the start: counters, buckets, schedule, chance. What is in flight ends unseen. */
  reset(): void {
    this.#counter = new StatsCounter();
    this.#limits = new EnforcedLimits(this.#settings.limits, this.#settings.schedule);
    this.#accepted = 0;
  }

  /** Other settings from now on; counters, what was saved up and what is in flight stay. */
  reconfigure(settings: SimulatedSettings, answers: AnswerBook): void {
    this.#settings = settings;
    this.#answers = answers;
    this.#limits.replace(settings.limits, settings.schedule, this.deps.clock.monotonicMs());
  }

  /** An admitted request: latency, then its fault or its answer. */
  async #work(
    chat: ChatRequest,
    text: string,
    inputTokens: number,
    outputTokens: number,
    signal: AbortSignal | null,
  ): Promise<SimulatedReply> {
    const counter = this.#counter;
    this.#accepted += 1;
    const id = `sim-${this.#accepted}`;
    const { fault, latencyMs } = drawFate(this.#settings, seededChance(this.#settings.seed, this.#accepted));
    if (fault !== null) counter.faults += 1;
    if (fault === "timeout") counter.ended("timeout", null);
    await this.deps.sleep(fault === "timeout" ? Number.POSITIVE_INFINITY : latencyMs, signal);
    if (fault === "timeout") return { kind: "abandoned" };
    if (signal?.aborted) {
      counter.ended("abandoned", null);
      return { kind: "abandoned" };
    }
    if (fault === "reset") {
      counter.ended("reset", this.deps.clock.now());
      return { kind: "reset" };
    }
    if (fault !== null) return this.#refuse({ kind: fault }, counter);
    counter.inputTokens += inputTokens;
    counter.outputTokens += outputTokens;
    counter.ended("200", this.deps.clock.now());
    const now = this.deps.clock.now();
    const body = answerBody(chat.protocol, { id, model: chat.model, text, inputTokens, outputTokens, now });
    return this.#reply(200, body, id, {});
  }

  #throttle(refusal: Refusal): SimulatedReply {
    this.#counter.rateLimited += 1;
    const { retryAfter } = this.#settings;
    const wait = retryAfter === "none" ? null : retryAfter === "due" ? refusal.dueInMs : retryAfter * 1000;
    return this.#refuse({ kind: "rate-limited", dimension: refusal.dimension }, this.#counter, wait);
  }

  #refuse(problem: SimulatedProblem, counter = this.#counter, retryAfterMs: number | null = null): SimulatedReply {
    const { dialect } = this.#settings;
    const status = problemStatus(problem);
    counter.ended(String(status), this.deps.clock.now());
    const id = `sim-x${counter.requests}`;
    const body = problemBody(dialect, problem, id, retryAfterMs);
    return this.#reply(status, body, id, retryAfterHeaders(dialect, retryAfterMs));
  }

  #reply(status: number, body: unknown, id: string, extra: Readonly<Record<string, string>>): SimulatedReply {
    const { clock } = this.deps;
    const { dialect } = this.#settings;
    const text = JSON.stringify(body);
    const headers = {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(text)),
      [dialect === "anthropic" ? "request-id" : "x-request-id"]: id,
      ...limitHeaders(dialect, this.#limits.headroom(clock.monotonicMs()), clock.now()),
      ...extra,
    };
    return { kind: "response", status, headers, body: text };
  }
}

function promptKey(chat: ChatRequest): number {
  // Two 32-bit hashes make collisions among 100,000 prompts unlikely (one would mistake two of them at about 70 %).
  const text = `${chat.model}\n${chat.prompt}`;
  return hashText(text) * 0x20_0000 + (hashText(`${text.length}${text}`) & 0x1f_ffff);
}
