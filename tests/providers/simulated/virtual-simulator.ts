import type { z } from "zod";
import { type SimulatedSettings, simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import { type AnswerBook, builtInAnswers } from "@/lib/providers/simulated/answer-book";
import { SimulatedProvider, type SimulatedReply } from "@/lib/providers/simulated/simulated-provider";

export type SettingsInput = z.input<typeof simulatedSettingsSchema>;

export function settingsOf(input: SettingsInput = {}): SimulatedSettings {
  return simulatedSettingsSchema.parse(input);
}

/** A simulated provider whose time stands still until a test moves it. */
export class VirtualSimulator {
  nowMs = 0;
  readonly provider: SimulatedProvider;
  readonly #sleepers: { untilMs: number; wake: () => void }[] = [];

  constructor(input: SettingsInput = {}, answers: AnswerBook = builtInAnswers) {
    this.provider = new SimulatedProvider(settingsOf(input), {
      answers,
      clock: { now: () => 1_700_000_000_000 + this.nowMs, monotonicMs: () => this.nowMs },
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          this.#sleepers.push({ untilMs: this.nowMs + ms, wake: resolve });
          signal?.addEventListener("abort", () => resolve(), { once: true });
        }),
    });
  }

  /** Sends a chat request now. */
  send(prompt = "Hello", more: { model?: string; signal?: AbortSignal } = {}): Promise<SimulatedReply> {
    const body = JSON.stringify({ model: more.model ?? "m", messages: [{ role: "user", content: prompt }] });
    return this.provider.serve({ path: "/v1/chat/completions", body, signal: more.signal ?? null });
  }

  /** Moves time on and lets every reply that has become due be written. */
  async advanceTo(ms: number): Promise<void> {
    this.nowMs = ms;
    for (const sleeper of this.#sleepers) if (sleeper.untilMs <= ms) sleeper.wake();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  }
}

export function statusOf(reply: SimulatedReply): number | string {
  return reply.kind === "response" ? reply.status : reply.kind;
}

/** The text of an OpenAI answer. */
export function answerOf(reply: SimulatedReply): string {
  if (reply.kind !== "response") throw new Error(`no response but ${reply.kind}`);
  const body = JSON.parse(reply.body) as { choices: { message: { content: string } }[] };
  return body.choices[0]?.message.content ?? "";
}
