import { createOpenAI } from "@ai-sdk/openai";
import type { LanguageModelFactory, VendorConnection } from "./vendor-connection";

/** OpenAI's chat completions API, which every model and every look-alike speaks (the newer responses API is not). */
export function openaiModels({ baseUrl, apiKey }: VendorConnection): LanguageModelFactory {
  // An empty key keeps the SDK from looking for one in the environment.
  const settings = { apiKey: apiKey ?? "", ...(baseUrl === null ? {} : { baseURL: baseUrl }) };
  return (modelId, fetch) => createOpenAI({ ...settings, fetch }).chat(modelId);
}
