import { type LimitReading, rateLimitReadings } from "@/lib/core/limits/rate-limit-headers";
import { retryAfterMs } from "@/lib/core/retry/retry-after";
import type { Verdict } from "./classify-network-error";
import { type Exhausted, exhaustedDimension } from "./exhausted-dimension";
import { type ErrorFacts, parseErrorBody } from "./parse-error-body";

/** A whole response that is not an answer. */
export interface FailedResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Wall clock, epoch ms; for dates in `retry-after`. */
  readonly now: number;
}

/**
 * Money or a hard quota is used up; no retry helps. OpenAI: learn.microsoft.com/microsoft-cloud/dev/dev-proxy
 * "openai-insufficient-quota"; Anthropic: `enforced_spend_limit_reached`, 402 `billing_error`; LiteLLM: `budget_exceeded`
 * (with status 400 or 429); Moonshot: `exceeded_current_quota_error`; Alibaba: `Arrearage`; Google: `BILLING_DISABLED`.
 */
const QUOTA_CODES = new Set([
  "insufficient_quota",
  "credit_balance_exhausted",
  "organization_spend_limit_exceeded",
  "project_spend_limit_exceeded",
  "organization_usage_limit_exceeded",
  "enforced_spend_limit_reached",
  "billing_hard_limit_reached",
  "billing_not_active",
  "billing_error",
  "budget_exceeded",
  "exceeded_current_quota_error",
  "Arrearage",
  "BILLING_DISABLED",
]);
const AUTH_CODES = new Set(["invalid_api_key", "authentication_error", "API_KEY_INVALID", "API_KEY_EXPIRED"]);
const MODEL_CODES = new Set(["model_not_found", "not_found_error", "NOT_FOUND", "NotFoundError", "DeploymentNotFound"]);
/** The load of all is too high, and not ours; some say it with a 429 (Cerebras `queue_exceeded`, Moonshot). */
const OVERLOAD_CODES = new Set([
  "overloaded_error",
  "server_is_overloaded",
  "engine_overloaded",
  "engine_overloaded_error",
  "queue_exceeded",
]);
/** Groq's own status for "no capacity left in the flexible tier". */
const CAPACITY_EXCEEDED = 498;
const HOUR_MS = 3_600_000;

/**
 * What a failed response means, by its status, codes and headers alone; the message is only for people. So a 400 that says
 * in words alone that the credit is used up (Anthropic's "credit balance is too low") is a refused request: what stops such
 * a run is that one case after the other is refused in the same way.
 */
export function classifyResponse(response: FailedResponse): Verdict {
  const facts = parseErrorBody(response.body);
  const headers = { ...facts.headers, ...response.headers };
  // OpenRouter and some gateways answer 200 and put the true status in the error.
  const status = response.status < 300 && isStatus(facts.numericCode) ? facts.numericCode : response.status;
  const says = (codes: ReadonlySet<string>) =>
    [facts.code, facts.type, ...facts.reasons].some((said) => said !== null && codes.has(said));
  const verdict = (fate: Verdict["fate"], code: string): Verdict => ({
    fate,
    code,
    message: facts.message ?? `the provider answered with status ${response.status}`,
  });
  const ownCode = facts.code ?? facts.type ?? `http-${status}`;
  const readings = rateLimitReadings(headers, response.now);
  const hint = (exhausted: Exhausted | null) => hintOf({ ...response, headers }, facts, readings, exhausted);

  if (status === 402 || isExhaustedQuota(status, headers, facts, says(QUOTA_CODES), hint)) {
    return verdict({ outcome: "quota-exhausted" }, ownCode);
  }
  if (facts.code === "model_not_found") return verdict({ outcome: "bad-request", stopsRun: true }, "model-not-found");
  if (status === 401 || status === 403 || says(AUTH_CODES)) return verdict({ outcome: "auth" }, ownCode);
  if (facts.code === "slow_down") return verdict({ outcome: "slow-down", retryAfterMs: hint(null) }, ownCode);
  if (says(OVERLOAD_CODES) || status === CAPACITY_EXCEEDED) {
    return verdict({ outcome: "overloaded", retryAfterMs: hint(null) }, ownCode);
  }
  if (status === 429 || (status === 503 && facts.type === "RESOURCE_EXHAUSTED")) {
    const exhausted = exhaustedDimension(headers, facts, readings);
    const wait = hint(exhausted);
    return verdict({ outcome: "rate-limited", dimension: exhausted.dimensionAt(wait), retryAfterMs: wait }, ownCode);
  }
  if (status === 503 || status === 529) {
    return verdict({ outcome: "overloaded", retryAfterMs: hint(null) }, ownCode);
  }
  if (status >= 500 || RETRYABLE_4XX.has(status)) {
    const reason = status === 408 ? "timeout" : "5xx";
    return verdict({ outcome: "transient", reason, retryAfterMs: hint(null) }, ownCode);
  }
  return refusal(response, status, facts, says(MODEL_CODES), ownCode);
}

/** Request timeout, conflict (OpenAI: "try again") and too early: not the request's fault. */
const RETRYABLE_4XX = new Set([408, 409, 425]);

/** What is left: the request, the model or the URL is wrong. */
function refusal(
  response: FailedResponse,
  status: number,
  facts: ErrorFacts,
  saysModel: boolean,
  ownCode: string,
): Verdict {
  if (status === 404 && (saysModel || (facts.isApiError && facts.code === null && facts.type === null))) {
    const message = facts.message ?? "the model does not exist";
    return { fate: { outcome: "bad-request", stopsRun: true }, code: "model-not-found", message };
  }
  if (status === 404 || status === 405 || (status >= 300 && status < 400) || (status < 300 && !facts.isApiError)) {
    return { fate: { outcome: "bad-request", stopsRun: true }, code: "not-an-api", message: notAnApi(response) };
  }
  const message = facts.message ?? `the provider refused the request with status ${status}`;
  return { fate: { outcome: "bad-request", stopsRun: false }, code: ownCode, message };
}

function notAnApi(response: FailedResponse): string {
  const { location, "content-type": contentType } = response.headers;
  const what =
    location !== undefined && response.status >= 300
      ? `redirects to ${location}`
      : `answered with status ${response.status} and ${contentType ?? "no content type"}`;
  return `the provider's URL does not lead to a chat API (it ${what}); check its base URL`;
}

function isStatus(code: number | null): code is number {
  return code !== null && code >= 400 && code <= 599;
}

function hintOf(
  { headers, now }: FailedResponse,
  facts: ErrorFacts,
  readings: readonly LimitReading[],
  exhausted: Exhausted | null,
): number | null {
  // Several limits may be used up at once: the last of them to reset is the one to wait for.
  const resets = readings.flatMap((reading) =>
    exhausted?.includes(reading) && reading.resetInMs !== null ? [reading.resetInMs] : [],
  );
  const resetInMs = resets.length === 0 ? null : Math.max(...resets);
  return retryAfterMs({ headers, inBody: facts.retryAfter, resetInMs, now });
}

function isExhaustedQuota(
  status: number,
  headers: Readonly<Record<string, string>>,
  facts: ErrorFacts,
  saysQuota: boolean,
  hint: (exhausted: Exhausted | null) => number | null,
): boolean {
  // A Gemini quota of 0 means that the project has none of this model at all.
  if (facts.quotas.some((quota) => quota.value === "0")) return true;
  if (!saysQuota) return false;
  // Azure also says insufficient_quota of a minute's saturation; then it names a short wait (its gateway: apim-request-id).
  const isAzure = "apim-request-id" in headers || "x-ms-region" in headers;
  if (!isAzure || status !== 429) return true;
  const wait = hint({ includes: () => true, dimensionAt: () => "unknown" });
  return wait === null || wait > HOUR_MS;
}
