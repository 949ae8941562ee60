import type { SimulatedSettings } from "@/lib/core/simulation/simulated-settings";
import type { Headroom } from "./enforced-limits";

export type Dialect = SimulatedSettings["dialect"];

/** Every way in which the simulated provider says no. */
export type SimulatedProblem =
  | { readonly kind: "rate-limited"; readonly dimension: "requests" | "tokens" | "concurrency" | "day" }
  | { readonly kind: "quota-exhausted" | "error500" | "error503" | "error529" }
  | { readonly kind: "invalid-request" | "unknown-path"; readonly detail: string }
  | { readonly kind: "model-not-found"; readonly model: string };

export function problemStatus(problem: SimulatedProblem): number {
  switch (problem.kind) {
    case "rate-limited":
    case "quota-exhausted":
      return 429;
    case "error500":
      return 500;
    case "error503":
      return 503;
    case "error529":
      return 529;
    case "invalid-request":
      return 400;
    case "unknown-path":
    case "model-not-found":
      return 404;
  }
}

function messageOf(problem: SimulatedProblem): string {
  switch (problem.kind) {
    case "rate-limited":
      return `Rate limit reached for ${problem.dimension === "day" ? "requests per day" : problem.dimension}`;
    case "quota-exhausted":
      return "You exceeded your current quota";
    case "error500":
      return "The server had an error";
    case "error503":
      return "The server is overloaded";
    case "error529":
      return "Overloaded";
    case "invalid-request":
    case "unknown-path":
      return problem.detail;
    case "model-not-found":
      return `The model \`${problem.model}\` does not exist`;
  }
}

/** The error body as the dialect's vendor would write it. `retryAfterMs`: the wait to name, null for none. */
export function problemBody(
  dialect: Dialect,
  problem: SimulatedProblem,
  id: string,
  retryAfterMs: number | null,
): unknown {
  const message = messageOf(problem);
  switch (dialect) {
    case "anthropic": {
      const spent =
        problem.kind === "quota-exhausted" ? { details: { error_code: "enforced_spend_limit_reached" } } : {};
      return { type: "error", error: { type: ANTHROPIC_TYPES[problem.kind], message, ...spent }, request_id: id };
    }
    case "gemini":
      return {
        error: {
          code: problemStatus(problem),
          message,
          status: GEMINI_STATUSES[problem.kind],
          details: geminiDetails(problem, retryAfterMs),
        },
      };
    default: {
      const type = problem.kind === "rate-limited" ? problem.dimension : OPENAI_TYPES[problem.kind];
      return { error: { message, type, param: null, code: OPENAI_CODES[problem.kind] } };
    }
  }
}

type Kind = SimulatedProblem["kind"];

const OPENAI_TYPES: Record<Exclude<Kind, "rate-limited">, string> = {
  "quota-exhausted": "insufficient_quota",
  error500: "server_error",
  error503: "server_error",
  error529: "server_error",
  "invalid-request": "invalid_request_error",
  "unknown-path": "invalid_request_error",
  "model-not-found": "invalid_request_error",
};
const OPENAI_CODES: Record<Kind, string | null> = {
  "rate-limited": "rate_limit_exceeded",
  "quota-exhausted": "insufficient_quota",
  error500: null,
  error503: "server_is_overloaded",
  error529: "server_is_overloaded",
  "invalid-request": null,
  "unknown-path": "unknown_url",
  "model-not-found": "model_not_found",
};
const ANTHROPIC_TYPES: Record<Kind, string> = {
  "rate-limited": "rate_limit_error",
  "quota-exhausted": "rate_limit_error",
  error500: "api_error",
  error503: "api_error",
  error529: "overloaded_error",
  "invalid-request": "invalid_request_error",
  "unknown-path": "invalid_request_error",
  "model-not-found": "not_found_error",
};
const GEMINI_STATUSES: Record<Kind, string> = {
  "rate-limited": "RESOURCE_EXHAUSTED",
  "quota-exhausted": "RESOURCE_EXHAUSTED",
  error500: "INTERNAL",
  error503: "UNAVAILABLE",
  error529: "UNAVAILABLE",
  "invalid-request": "INVALID_ARGUMENT",
  "unknown-path": "UNIMPLEMENTED",
  "model-not-found": "NOT_FOUND",
};

function geminiDetails(problem: SimulatedProblem, retryAfterMs: number | null): unknown[] {
  if (problem.kind === "quota-exhausted") return [quotaFailure("requests", "GenerateRequestsPerDayPerProject", "0")];
  if (problem.kind !== "rate-limited") return [];
  const tokens = problem.dimension === "tokens";
  const id = tokens ? "GenerateContentInputTokensPerModelPerMinute" : "GenerateRequestsPerMinutePerProjectPerModel";
  const failure =
    problem.dimension === "day"
      ? quotaFailure("requests", "GenerateRequestsPerDayPerProjectPerModel", null)
      : quotaFailure(tokens ? "input_token_count" : "requests", id, null);
  if (retryAfterMs === null) return [failure];
  return [
    failure,
    { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: `${Math.ceil(retryAfterMs) / 1000}s` },
  ];
}

function quotaFailure(metric: string, quotaId: string, quotaValue: string | null): unknown {
  const violation = {
    quotaMetric: `generativelanguage.googleapis.com/generate_content_${metric}`,
    quotaId,
    ...(quotaValue === null ? {} : { quotaValue }),
  };
  return { "@type": "type.googleapis.com/google.rpc.QuotaFailure", violations: [violation] };
}

const HEADER_NAMES = [
  ["requests", "requests"],
  ["tokens", "tokens"],
  ["inputTokens", "input-tokens"],
  ["outputTokens", "output-tokens"],
] as const;

/** The limit headers that the dialect's vendor sends with every answer; Gemini and `none` send none. */
export function limitHeaders(
  dialect: Dialect,
  headroom: Readonly<Record<"requests" | "tokens" | "inputTokens" | "outputTokens", Headroom | null>>,
  nowMs: number,
): Record<string, string> {
  const headers: Record<string, string> = {};
  if (dialect !== "openai" && dialect !== "anthropic") return headers;
  for (const [quantity, name] of HEADER_NAMES) {
    const room = headroom[quantity];
    if (room === null) continue;
    if (dialect === "openai") {
      // OpenAI has no limits on prompts or answers alone.
      if (name !== quantity) continue;
      headers[`x-ratelimit-limit-${name}`] = String(room.perMinute);
      headers[`x-ratelimit-remaining-${name}`] = String(room.remaining);
      headers[`x-ratelimit-reset-${name}`] = goDuration(room.fullInMs);
    } else {
      headers[`anthropic-ratelimit-${name}-limit`] = String(room.perMinute);
      headers[`anthropic-ratelimit-${name}-remaining`] = String(room.remaining);
      headers[`anthropic-ratelimit-${name}-reset`] = wholeSecond(nowMs + room.fullInMs);
    }
  }
  return headers;
}

/** The wait as headers: OpenAI sends ms and seconds, Anthropic whole seconds, Gemini only says it in the body. */
export function retryAfterHeaders(dialect: Dialect, retryAfterMs: number | null): Record<string, string> {
  if (retryAfterMs === null || dialect === "gemini") return {};
  const seconds = { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
  return dialect === "anthropic" ? seconds : { "retry-after-ms": String(Math.ceil(retryAfterMs)), ...seconds };
}

/** As OpenAI writes durations: `12ms`, `1.5s`, `6m0s`. */
function goDuration(ms: number): string {
  const whole = Math.ceil(ms);
  if (whole < 1000) return `${whole}ms`;
  const minutes = Math.floor(whole / 60_000);
  const seconds = (whole % 60_000) / 1000;
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds}s`;
}

/** RFC 3339 in whole seconds, as Anthropic writes them. */
function wholeSecond(epochMs: number): string {
  return `${new Date(Math.ceil(epochMs / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
