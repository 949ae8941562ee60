import type { AttemptFate } from "@/lib/core/retry/attempt-outcome";
import type { ModelCall, ModelCallResult, ModelProvider } from "@/lib/providers/provider";

export interface Reply {
  readonly fate?: AttemptFate;
  readonly output?: string;
  readonly latencyMs?: number;
  readonly status?: number | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the response tells of its use; 10 and 5 tokens where not given. */
  readonly usage?: ModelCallResult["usage"];
}

/** A provider that answers as a function of the request says, and keeps its own count. */
export class ScriptedProvider implements ModelProvider {
  readonly arrivals: { atMs: number; prompt: string }[] = [];
  /** Of each request: whether JSON of a given form was asked for. */
  readonly formats: boolean[] = [];
  inFlightMax = 0;
  #inFlight = 0;

  constructor(private reply: (prompt: string, nth: number) => Reply) {}

  /** Answers otherwise from now on. */
  answerWith(reply: (prompt: string, nth: number) => Reply): void {
    this.reply = reply;
  }

  async call(call: ModelCall): Promise<ModelCallResult> {
    const prompt = call.messages.at(-1)?.content ?? "";
    const sentAt = Date.now();
    call.onSent?.();
    this.arrivals.push({ atMs: performance.now(), prompt });
    this.formats.push(call.format != null);
    this.#inFlight += 1;
    this.inFlightMax = Math.max(this.inFlightMax, this.#inFlight);
    const nth = this.arrivals.filter((a) => a.prompt === prompt).length;
    const reply = this.reply(prompt, nth);
    const { fate = { outcome: "ok" }, output = prompt, latencyMs = 100, status = 200, headers = {} } = reply;
    const cancelled = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), latencyMs);
      call.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve(true);
      });
    });
    this.#inFlight -= 1;
    const end: AttemptFate = cancelled ? { outcome: "cancelled" } : fate;
    const ok = end.outcome === "ok";
    return {
      fate: end,
      status: cancelled ? null : status,
      headers,
      requestId: null,
      output: ok ? output : null,
      usage: reply.usage ?? { inputTokens: ok ? 10 : null, outputTokens: ok ? 5 : null },
      sentAt,
      latencyMs: Date.now() - sentAt,
      error: ok ? null : { code: end.outcome, message: `scripted ${end.outcome}` },
    };
  }
}
