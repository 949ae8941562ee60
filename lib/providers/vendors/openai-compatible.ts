import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModelFactory } from "./vendor-connection";

/** Any server that speaks OpenAI's chat API (vLLM, Ollama, LiteLLM, Groq…); a key is sent only where there is one. */
export function openaiCompatibleModels(connection: {
  readonly baseUrl: string;
  readonly apiKey: string | null;
}): LanguageModelFactory {
  const settings = {
    name: "openai-compatible",
    baseURL: connection.baseUrl,
    ...(connection.apiKey === null ? {} : { apiKey: connection.apiKey }),
  };
  return (modelId, fetch) => createOpenAICompatible({ ...settings, fetch }).chatModel(modelId);
}
