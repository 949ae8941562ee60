import type { LanguageModelV3Content, LanguageModelV3GenerateResult, LanguageModelV3Prompt } from "@ai-sdk/provider";
import type { Clock } from "@/lib/core/clock";
import type { ChatMessage } from "@/lib/core/runs/run-config";
import { classifyNetworkError, type Verdict } from "./http/classify-network-error";
import { classifyResponse } from "./http/classify-response";
import { type ExchangeRecord, type FetchFunction, MAX_BODY_BYTES, recordingFetch } from "./http/recording-fetch";
import { redactSecrets } from "./http/redact-secrets";
import { requestIdOf } from "./http/response-headers";
import type { JsonFormat, ModelCall, ModelCallResult, ModelProvider } from "./provider";
import type { LanguageModelFactory } from "./vendors/vendor-connection";

export interface SdkModelProviderOptions {
  readonly models: LanguageModelFactory;
  readonly send: FetchFunction;
  readonly clock: Clock;
  /** Kept only to be struck from messages and headers. */
  readonly apiKey: string | null;
}

/**
 * The port on an AI SDK model. It calls the model's own `doGenerate` and not `generateText`: that one adds retries,
 * telemetry and steps that are of no use here, at about eight times the CPU per call.
 */
export function sdkModelProvider(options: SdkModelProviderOptions): ModelProvider {
  return { call: (call) => callModel(call, options) };
}

async function callModel(call: ModelCall, options: SdkModelProviderOptions): Promise<ModelCallResult> {
  const { send, clock, apiKey } = options;
  if (call.signal.aborted) return unsentResult(CANCELLED, clock.now());
  const { fetch, record } = recordingFetch({
    send,
    clock,
    apiKey,
    signal: call.signal,
    timeoutMs: call.timeoutMs,
    onSent: call.onSent,
  });
  const { temperature, topP, maxOutputTokens, seed, stop } = call.params;
  try {
    const answer = await options.models(call.model, fetch).doGenerate({
      prompt: promptOf(call.messages),
      temperature,
      topP,
      maxOutputTokens,
      seed,
      stopSequences: stop,
      ...(call.format == null ? {} : { responseFormat: jsonFormat(call.format) }),
    });
    return answeredResult(answer, record, clock);
  } catch (error) {
    const verdict = verdictOf(error, record, clock.now());
    const message = redactSecrets(verdict.message, apiKey);
    if (record.sentAt === null) return unsentResult({ ...verdict, message }, clock.now());
    return {
      fate: verdict.fate,
      status: record.status,
      headers: record.headers,
      requestId: requestIdOf(record.headers),
      output: null,
      usage: NO_USAGE,
      sentAt: record.sentAt,
      latencyMs: record.latencyMs,
      error: { code: verdict.code, message },
    };
  }
}

/** As each vendor takes it: a JSON schema, a forced tool, or where it knows neither just JSON. */
function jsonFormat({ name, schema }: JsonFormat) {
  return { type: "json" as const, name, schema };
}

const NO_USAGE = { inputTokens: null, outputTokens: null };
const CANCELLED: Verdict = { fate: { outcome: "cancelled" }, code: "cancelled", message: "the request was cancelled" };

/** The result of a call that ended before a request was sent. */
export function unsentResult(verdict: Verdict, at: number): ModelCallResult {
  return {
    fate: verdict.fate,
    status: null,
    headers: {},
    requestId: null,
    output: null,
    usage: NO_USAGE,
    sentAt: at,
    latencyMs: 0,
    error: { code: verdict.code, message: verdict.message },
  };
}

function answeredResult(answer: LanguageModelV3GenerateResult, record: ExchangeRecord, clock: Clock): ModelCallResult {
  return {
    fate: { outcome: "ok" },
    status: record.status,
    headers: record.headers,
    requestId: requestIdOf(record.headers),
    output: textOf(answer.content),
    usage: {
      inputTokens: answer.usage.inputTokens.total ?? null,
      outputTokens: answer.usage.outputTokens.total ?? null,
      cachedInputTokens: answer.usage.inputTokens.cacheRead ?? null,
    },
    sentAt: record.sentAt ?? clock.now(),
    latencyMs: record.latencyMs,
    error: null,
  };
}

function textOf(content: readonly LanguageModelV3Content[]): string {
  let text = "";
  for (const part of content) if (part.type === "text") text += part.text;
  return text;
}

function promptOf(messages: readonly ChatMessage[]): LanguageModelV3Prompt {
  return messages.map(({ role, content }) =>
    role === "system" ? { role, content } : { role, content: [{ type: "text", text: content }] },
  );
}

/** Why a call failed, from what was seen on the wire; what the SDK threw matters only where nothing was sent. */
function verdictOf(error: unknown, record: ExchangeRecord, now: number): Verdict {
  if (record.sentAt === null) {
    return {
      fate: { outcome: "bad-request", stopsRun: true },
      code: "not-sendable",
      message: `the request could not be put together: ${error instanceof Error ? error.message : "unknown reason"}`,
    };
  }
  if (record.broken !== null) return brokenVerdict(record);
  if (record.wantedSecond) {
    return {
      fate: { outcome: "bad-request", stopsRun: false },
      code: "unfinished-answer",
      message: "the provider wanted a second request to go on with its answer; a call is one request",
    };
  }
  const body = new TextDecoder().decode(record.body ?? undefined);
  const status = record.status ?? 0;
  if (status >= 200 && status <= 299 && looksLikeAnswer(body)) {
    return {
      fate: { outcome: "bad-request", stopsRun: false },
      code: "unreadable-answer",
      message: "the provider's answer has no text where its API should put it",
    };
  }
  return classifyResponse({ status, headers: record.headers, body, now });
}

function brokenVerdict(record: ExchangeRecord): Verdict {
  switch (record.broken) {
    case "cancelled":
      return CANCELLED;
    case "timeout":
      return {
        fate: { outcome: "transient", reason: "timeout", retryAfterMs: null },
        code: "timeout",
        message: `no whole answer within ${Math.round(record.latencyMs)} ms`,
      };
    case "too-large":
      return {
        fate: { outcome: "bad-request", stopsRun: false },
        code: "response-too-large",
        message: `the response is larger than ${MAX_BODY_BYTES / 1024 / 1024} MB`,
      };
    default:
      return classifyNetworkError(record.networkError, record.status !== null);
  }
}

/** Whether a 2xx body that the SDK could not read is at least an answer of one of the APIs, and so a fluke of one case. */
function looksLikeAnswer(body: string): boolean {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json !== "object" || json === null) return false;
    return !("error" in json) && ("choices" in json || "content" in json || "candidates" in json);
  } catch {
    return false;
  }
}
