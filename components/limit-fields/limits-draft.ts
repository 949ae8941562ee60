import { LIMIT_BOUNDS } from "@/lib/core/limits/limit-bounds";
import type { Limits } from "@/lib/core/limits/limits";

/** Limits as they are typed: texts, so that half-typed values are kept. Times are in seconds. */
export interface LimitsDraft {
  readonly rps: string;
  readonly burst: string;
  readonly concurrency: string;
  readonly attempts: string;
  /** Empty: no limit. */
  readonly tokensPerMinute: string;
  /** Empty: no limit. */
  readonly inputTokensPerMinute: string;
  /** Empty: no limit. */
  readonly outputTokensPerMinute: string;
  /** Empty: no limit. */
  readonly requestsPerDay: string;
  readonly timeout: string;
  readonly baseDelay: string;
  readonly maxDelay: string;
  /** Empty: waits as long as the provider asks. */
  readonly giveUpAfter: string;
  readonly jitter: "full" | "none";
  readonly adaptive: boolean;
}
export type LimitField = keyof LimitsDraft;
/** The fields that are typed into, in the order of the form. */
export const LIMIT_FIELDS = [
  "rps",
  "burst",
  "concurrency",
  "attempts",
  "tokensPerMinute",
  "inputTokensPerMinute",
  "outputTokensPerMinute",
  "requestsPerDay",
  "timeout",
  "baseDelay",
  "maxDelay",
  "giveUpAfter",
] as const satisfies readonly LimitField[];
/** Limits that a pool may do without. */
type OptionalLimit = "tokensPerMinute" | "inputTokensPerMinute" | "outputTokensPerMinute" | "requestsPerDay";
export type LimitProblems = Partial<Record<LimitField, string>>;

export type ReadLimits =
  | { readonly limits: Limits; readonly problems: LimitProblems }
  | { readonly limits: null; readonly problems: LimitProblems };

/** Limits as text, ready to be edited. */
export function draftOfLimits(limits: Limits): LimitsDraft {
  const seconds = (ms: number | null) => (ms === null ? "" : String(ms / 1000));
  const optional = (value: number | null) => (value === null ? "" : String(value));
  return {
    rps: String(limits.requestsPerSecond),
    burst: String(limits.burst),
    concurrency: String(limits.concurrency),
    attempts: String(limits.retry.attempts),
    tokensPerMinute: optional(limits.tokensPerMinute),
    inputTokensPerMinute: optional(limits.inputTokensPerMinute),
    outputTokensPerMinute: optional(limits.outputTokensPerMinute),
    requestsPerDay: optional(limits.requestsPerDay),
    timeout: seconds(limits.requestTimeoutMs),
    baseDelay: seconds(limits.retry.baseDelayMs),
    maxDelay: seconds(limits.retry.maxDelayMs),
    giveUpAfter: seconds(limits.retry.giveUpAfterMs),
    jitter: limits.retry.jitter,
    adaptive: limits.adaptive,
  };
}

/** A number as people type or paste it: spaces and thousands commas do not matter. Null where it is none. */
export function parseNumber(text: string): number | null {
  const bare = text.replace(/[\s\u00a0\u202f]/g, "");
  if (bare === "") return null;
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(",", "") : bare;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

const PER_SECOND = { s: 1, sec: 1, second: 1, m: 60, min: 60, minute: 60, h: 3600, hour: 3600 } as const;

/** Requests per second from "5", "5/s", "300/min", "10 rps", "300 rpm" or "1000/h". Null where it is none of these. */
export function parseRate(text: string): number | null {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/\s*rps$/, "/s")
    .replace(/\s*rpm$/, "/min");
  const match = /^([^/]+?)(?:\s*\/\s*([a-z]+))?$/.exec(bare);
  const amount = parseNumber(match?.[1] ?? "");
  if (amount === null) return null;
  const unit = match?.[2] ?? "s";
  const seconds = Object.entries(PER_SECOND).find(([name]) => name === unit)?.[1];
  return seconds === undefined ? null : Number((amount / seconds).toPrecision(6));
}

/** What a rate field holds once it is left: "300/min" becomes "5". Unreadable text stays as it is. */
export function tidyRate(text: string): string {
  const rate = parseRate(text);
  return rate === null ? text : String(rate);
}

/** Reads a draft. Either the limits, or for each field that is wrong what would be right. */
export function readLimitsDraft(draft: LimitsDraft): ReadLimits {
  const problems: LimitProblems = {};
  const note = (field: LimitField, says: string | null) => {
    if (says !== null) problems[field] = says;
  };
  const rps = parseRate(draft.rps);
  note("rps", rateProblem(rps));
  const whole = (field: "burst" | "concurrency" | "attempts", says: string) => {
    const value = parseNumber(draft[field]);
    note(field, wholeProblem(value, LIMIT_BOUNDS[field], says));
    return value ?? 0;
  };
  const burst = whole("burst", "Burst is whole, at least 1.");
  const concurrency = whole("concurrency", "At once is whole, at least 1.");
  const attempts = whole("attempts", "Attempts is whole, at least 1; 1 means no retry.");
  const optional = (field: OptionalLimit) => {
    if (draft[field].trim() === "") return null;
    const value = parseNumber(draft[field]);
    note(field, wholeProblem(value, LIMIT_BOUNDS[field], "Whole, at least 1, or empty for no limit."));
    return value;
  };
  const tokensPerMinute = optional("tokensPerMinute");
  const inputTokensPerMinute = optional("inputTokensPerMinute");
  const outputTokensPerMinute = optional("outputTokensPerMinute");
  const requestsPerDay = optional("requestsPerDay");
  const ms = (field: "timeout" | "baseDelay" | "maxDelay", bound: { min: number; max: number }) => {
    const value = milliseconds(draft[field]);
    note(field, secondsProblem(value, bound));
    return value ?? 0;
  };
  const timeout = ms("timeout", LIMIT_BOUNDS.requestTimeoutMs);
  const baseDelay = ms("baseDelay", LIMIT_BOUNDS.baseDelayMs);
  const maxDelay = ms("maxDelay", LIMIT_BOUNDS.maxDelayMs);
  const giveUp = draft.giveUpAfter.trim() === "" ? null : milliseconds(draft.giveUpAfter);
  if (draft.giveUpAfter.trim() !== "") note("giveUpAfter", secondsProblem(giveUp, LIMIT_BOUNDS.giveUpAfterMs));
  if (problems.maxDelay === undefined && problems.baseDelay === undefined && maxDelay < baseDelay) {
    note("maxDelay", "Not below the first backoff.");
  }
  if (Object.keys(problems).length > 0 || rps === null) return { limits: null, problems };
  return {
    limits: {
      requestsPerSecond: rps,
      burst,
      concurrency,
      tokensPerMinute,
      inputTokensPerMinute,
      outputTokensPerMinute,
      requestsPerDay,
      retry: { attempts, baseDelayMs: baseDelay, maxDelayMs: maxDelay, jitter: draft.jitter, giveUpAfterMs: giveUp },
      requestTimeoutMs: timeout,
      adaptive: draft.adaptive,
    },
    problems,
  };
}

function rateProblem(rps: number | null): string | null {
  const { min, max } = LIMIT_BOUNDS.requestsPerSecond;
  if (rps === null || rps <= 0) return "Enter a rate above 0, e.g. 5 or 300/min.";
  if (rps < min) return `At least ${min} a second (${min * 3600} an hour).`;
  return rps > max ? `At most ${max.toLocaleString("en")} a second.` : null;
}

function wholeProblem(value: number | null, { min, max }: { min: number; max: number }, says: string): string | null {
  if (value === null || !Number.isInteger(value) || value < min) return says;
  return value > max ? `At most ${max.toLocaleString("en")}.` : null;
}

function milliseconds(text: string): number | null {
  const value = parseNumber(text);
  return value === null ? null : Math.round(value * 1000);
}

function secondsProblem(ms: number | null, { min, max }: { min: number; max: number }): string | null {
  if (ms !== null && ms >= min && ms <= max) return null;
  return `From ${min / 1000} to ${(max / 1000).toLocaleString("en")} seconds.`;
}

/** The problems of those fields that may show them already. */
export function shownProblems(problems: LimitProblems, shown: ReadonlySet<string>): LimitProblems {
  return Object.fromEntries(Object.entries(problems).filter(([field]) => shown.has(field)));
}
