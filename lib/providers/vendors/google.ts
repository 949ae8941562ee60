import { createGoogleGenerativeAI } from "@ai-sdk/google";
import type { LanguageModelFactory, VendorConnection } from "./vendor-connection";

/** The Gemini API (Google AI Studio). */
export function googleModels({ baseUrl, apiKey }: VendorConnection): LanguageModelFactory {
  const settings = { apiKey: apiKey ?? "", ...(baseUrl === null ? {} : { baseURL: baseUrl }) };
  return (modelId, fetch) => createGoogleGenerativeAI({ ...settings, fetch }).languageModel(modelId);
}
