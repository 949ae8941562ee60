import { limitWords } from "../../words/number-words";
import type { CodeSource } from "../generated-code";
import { neverCarried, tokensNotCarried } from "./not-carried";

/** LiteLLM counts by the whole minute. Below one request a minute its least is more than the preset allows. */
export function requestsPerMinute({ limits }: CodeSource): number {
  return Math.max(1, Math.floor(limits.requestsPerSecond * 60));
}

export function litellmNotCarried(source: CodeSource): string[] {
  const { limits } = source;
  const { requestsPerSecond, burst, retry } = limits;
  const rpm = requestsPerMinute(source);
  const tooMany =
    requestsPerSecond * 60 < 1
      ? [`Fewer than one request a minute: its least is 1, the preset allows ${limitWords(requestsPerSecond * 60)}`]
      : [];
  return [
    ...tooMany,
    `${limitWords(requestsPerSecond)} requests per second and burst ${burst}: counted by the minute, so all ${rpm} may start in its first second`,
    "What is over the limit is refused with a 429 of its own and tried again, not queued",
    "A call that is refused by its own count uses up an attempt",
    `Backoff: at least ${limits.retry.baseDelayMs} ms, its own above that${retry.jitter === "none" ? "; with jitter" : ""}`,
    ...(retry.giveUpAfterMs === null ? [] : ["Giving up on a long Retry-After"]),
    ...tokensNotCarried({ ...limits, tokensPerMinute: null }),
    ...(limits.tokensPerMinute === null
      ? []
      : ["Tokens per minute are counted after the answer: the last calls of a minute go over"]),
    "One process only, unless its router shares a Redis",
    ...neverCarried(limits),
  ];
}
