import { createAnthropic } from "@ai-sdk/anthropic";
import type { LanguageModelFactory, VendorConnection } from "./vendor-connection";

/** Anthropic's messages API. */
export function anthropicModels({ baseUrl, apiKey }: VendorConnection): LanguageModelFactory {
  const settings = { apiKey: apiKey ?? "", ...(baseUrl === null ? {} : { baseURL: baseUrl }) };
  return (modelId, fetch) => createAnthropic({ ...settings, fetch }).languageModel(modelId);
}
