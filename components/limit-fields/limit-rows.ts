import type { Limits } from "@/lib/core/limits/limits";
import { formatDuration, formatExact, formatNumber } from "@/lib/format";

/** One limit under its name, with its value in words. */
export interface LimitRow {
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

/** Every limit, in the order in which forms, diffs and summaries show them. */
export function limitRows(limits: Limits): LimitRow[] {
  const { retry } = limits;
  return [
    { key: "rps", name: "Requests per second", value: rateText(limits.requestsPerSecond) },
    { key: "burst", name: "Burst", value: formatExact(limits.burst) },
    { key: "concurrency", name: "At once", value: formatExact(limits.concurrency) },
    { key: "attempts", name: "Attempts", value: formatExact(retry.attempts) },
    { key: "tokensPerMinute", name: "Tokens per minute", value: optionalLimitText(limits.tokensPerMinute) },
    {
      key: "inputTokensPerMinute",
      name: "Input tokens per minute",
      value: optionalLimitText(limits.inputTokensPerMinute),
    },
    {
      key: "outputTokensPerMinute",
      name: "Output tokens per minute",
      value: optionalLimitText(limits.outputTokensPerMinute),
    },
    { key: "requestsPerDay", name: "Requests per day", value: optionalLimitText(limits.requestsPerDay) },
    { key: "timeout", name: "Request timeout", value: formatDuration(limits.requestTimeoutMs) },
    { key: "baseDelay", name: "First backoff, at most", value: formatDuration(retry.baseDelayMs) },
    { key: "maxDelay", name: "Any backoff, at most", value: formatDuration(retry.maxDelayMs) },
    { key: "jitter", name: "Jitter", value: retry.jitter === "full" ? "full" : "none" },
    {
      key: "giveUpAfter",
      name: "Give up if asked to wait over",
      value: retry.giveUpAfterMs === null ? "never" : formatDuration(retry.giveUpAfterMs),
    },
    { key: "adaptive", name: "Adaptive", value: limits.adaptive ? "on" : "off" },
  ];
}

export interface LimitDiffRow {
  readonly key: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly changed: boolean;
}

/** Two sets of limits side by side. */
export function diffLimits(before: Limits, after: Limits): LimitDiffRow[] {
  const earlier = limitRows(before);
  return limitRows(after).map(({ key, name, value }) => {
    const was = earlier.find((row) => row.key === key)?.value ?? "";
    return { key, name, before: was, after: value, changed: was !== value };
  });
}

/** A limit that may be missing, as text. */
export function optionalLimitText(value: number | null): string {
  return value === null ? "no limit" : formatExact(value);
}

/** "5 rps · burst 10 · 8 at once · 4 attempts", with the limits on tokens and on the day where there are some. */
export function limitsSentence(limits: Limits): string {
  const parts = [
    `${rateText(limits.requestsPerSecond)} rps`,
    `burst ${formatExact(limits.burst)}`,
    `${formatExact(limits.concurrency)} at once`,
    `${formatExact(limits.retry.attempts)} ${limits.retry.attempts === 1 ? "attempt" : "attempts"}`,
  ];
  const optional = [
    [limits.tokensPerMinute, "tokens/min"],
    [limits.inputTokensPerMinute, "input tokens/min"],
    [limits.outputTokensPerMinute, "output tokens/min"],
    [limits.requestsPerDay, "requests/day"],
  ] as const;
  for (const [value, unit] of optional) if (value !== null) parts.push(`${formatExact(value)} ${unit}`);
  return parts.join(" · ");
}

/** Whole digits: limits must not be rounded in a diff. */
function rateText(rps: number): string {
  return rps >= 1000 || Number.isInteger(rps) ? formatExact(rps) : rps < 100 ? String(rps) : formatNumber(rps);
}
