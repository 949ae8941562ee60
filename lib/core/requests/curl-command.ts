import type { ProviderKind } from "../limits/starter-limits";
import type { ModelParams } from "../runs/model-params";
import type { SimulatedSettings } from "../simulation/simulated-settings";

interface SentMessage {
  readonly role: string;
  readonly content: string;
}

export interface CurlRequest {
  readonly kind: ProviderKind;
  /** null: the vendor's own address. */
  readonly baseUrl: string | null;
  readonly dialect: SimulatedSettings["dialect"] | null;
  readonly hasApiKey: boolean;
  readonly model: string;
  readonly messages: readonly SentMessage[];
  readonly params: ModelParams;
}

interface Call {
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: object;
}

/** Anthropic's API insists on a number; a request without one is sent with what its models allow at least. */
const ANTHROPIC_MAX_TOKENS = 4096;

/**
 * The request of a case as a command for a shell, with the key as a variable of the environment. null where there is
 * no address to send it to: a simulated provider inside the server has none.
 */
export function curlCommand(request: CurlRequest): string | null {
  const call = callOf(request);
  if (call === null) return null;
  const headers = ["content-type: application/json", ...call.headers];
  return [
    `curl ${quoted(call.url)}`,
    // The variable has to be filled in by the shell, so these stand in double quotes.
    ...headers.map((header) => `  -H "${header}"`),
    `  --data-raw ${quoted(JSON.stringify(call.body, null, 2))}`,
  ].join(" \\\n");
}

function callOf(request: CurlRequest): Call | null {
  const { kind, baseUrl } = request;
  switch (kind) {
    case "openai":
      return chatCall(request, baseUrl ?? "https://api.openai.com/v1", "OPENAI_API_KEY");
    case "openai-compatible":
      return baseUrl === null ? null : chatCall(request, baseUrl, request.hasApiKey ? "API_KEY" : null);
    case "anthropic":
      return anthropicCall(request, baseUrl ?? "https://api.anthropic.com/v1");
    case "google":
      return googleCall(request, baseUrl ?? "https://generativelanguage.googleapis.com/v1beta");
    case "simulated":
      if (baseUrl === null) return null;
      if (request.dialect === "anthropic") return anthropicCall(request, baseUrl);
      return request.dialect === "gemini" ? googleCall(request, baseUrl) : chatCall(request, baseUrl, null);
  }
}

/** OpenAI's reasoning models know the limit on an answer under another name. */
const REASONING = /^(o\d|gpt-5)/;

function chatCall({ kind, model, messages, params }: CurlRequest, baseUrl: string, key: string | null): Call {
  const { temperature, topP, maxOutputTokens, seed, stop } = params;
  const limit = kind === "openai" && REASONING.test(model) ? "max_completion_tokens" : "max_tokens";
  return {
    url: `${trimmed(baseUrl)}/chat/completions`,
    headers: key === null ? [] : [`authorization: Bearer $${key}`],
    body: { model, messages, temperature, top_p: topP, [limit]: maxOutputTokens, seed, stop },
  };
}

function anthropicCall({ model, messages, params }: CurlRequest, baseUrl: string): Call {
  const { temperature, topP, maxOutputTokens = ANTHROPIC_MAX_TOKENS, stop } = params;
  const system = systemText(messages);
  return {
    url: `${trimmed(baseUrl)}/messages`,
    headers: ["x-api-key: $ANTHROPIC_API_KEY", "anthropic-version: 2023-06-01"],
    body: {
      model,
      max_tokens: maxOutputTokens,
      system,
      messages: messages.filter(({ role }) => role !== "system"),
      temperature,
      top_p: topP,
      stop_sequences: stop,
    },
  };
}

function googleCall({ model, messages, params }: CurlRequest, baseUrl: string): Call {
  const { temperature, topP, maxOutputTokens, seed, stop } = params;
  const system = systemText(messages);
  return {
    url: `${trimmed(baseUrl)}/models/${encodeURIComponent(model)}:generateContent`,
    headers: ["x-goog-api-key: $GEMINI_API_KEY"],
    body: {
      systemInstruction: system === undefined ? undefined : { parts: [{ text: system }] },
      contents: messages
        .filter(({ role }) => role !== "system")
        .map(({ role, content }) => ({ role: role === "assistant" ? "model" : "user", parts: [{ text: content }] })),
      generationConfig: { temperature, topP, maxOutputTokens, seed, stopSequences: stop },
    },
  };
}

function systemText(messages: readonly SentMessage[]): string | undefined {
  const texts = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  return texts.length === 0 ? undefined : texts.join("\n\n");
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, "");
}

/** Single quotes let a shell change nothing in between; a quote itself ends them, stands alone, and begins them anew. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
