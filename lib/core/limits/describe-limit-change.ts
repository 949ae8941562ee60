import { countWords } from "../words/number-words";
import type { Limits } from "./limits";

/** What changed, in the words of the dashboard: `5→8 rps, burst 10→20`. Empty where nothing did. */
export function describeLimitChange(before: Limits, after: Limits): string {
  const parts: string[] = [];
  const note = <T>(from: T, to: T, words: (change: string) => string, show: (value: T) => string = String) => {
    if (from !== to) parts.push(words(`${show(from)}→${show(to)}`));
  };
  const seconds = (ms: number) => `${ms / 1000}`;
  note(before.requestsPerSecond, after.requestsPerSecond, (c) => `${c} rps`);
  note(before.burst, after.burst, (c) => `burst ${c}`);
  note(before.concurrency, after.concurrency, (c) => `${c} at once`);
  const orNone = (n: number | null) => (n === null ? "no limit" : countWords(n));
  note(before.tokensPerMinute, after.tokensPerMinute, (c) => `${c} tokens/min`, orNone);
  note(before.inputTokensPerMinute, after.inputTokensPerMinute, (c) => `${c} input tokens/min`, orNone);
  note(before.outputTokensPerMinute, after.outputTokensPerMinute, (c) => `${c} output tokens/min`, orNone);
  note(before.requestsPerDay, after.requestsPerDay, (c) => `${c} requests/day`, orNone);
  note(before.retry.attempts, after.retry.attempts, (c) => `${c} attempts`);
  note(before.retry.baseDelayMs, after.retry.baseDelayMs, (c) => `base delay ${c} ms`);
  note(before.retry.maxDelayMs, after.retry.maxDelayMs, (c) => `max delay ${c} ms`);
  note(before.retry.jitter, after.retry.jitter, (c) => `jitter ${c}`);
  note(
    before.retry.giveUpAfterMs,
    after.retry.giveUpAfterMs,
    (c) => `give up after ${c} s`,
    (ms) => (ms === null ? "never" : seconds(ms)),
  );
  note(before.requestTimeoutMs, after.requestTimeoutMs, (c) => `timeout ${c} s`, seconds);
  note(
    before.adaptive,
    after.adaptive,
    (c) => `adaptive ${c}`,
    (on) => (on ? "on" : "off"),
  );
  return parts.join(", ");
}
