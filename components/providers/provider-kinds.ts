import type { ProviderKind } from "@/lib/core/limits/starter-limits";

interface KindText {
  readonly hint: string;
  /** Where requests go without a base URL of one's own; null where one is needed or none exists. */
  readonly defaultUrl: string | null;
  readonly urlExample: string;
  readonly modelExample: string;
}

/** How the kinds of provider are explained. */
export const KIND_TEXT: Record<ProviderKind, KindText> = {
  openai: {
    hint: "api.openai.com",
    defaultUrl: "https://api.openai.com/v1",
    urlExample: "https://api.openai.com/v1",
    modelExample: "gpt-4.1-mini",
  },
  anthropic: {
    hint: "api.anthropic.com",
    defaultUrl: "https://api.anthropic.com/v1",
    urlExample: "https://api.anthropic.com/v1",
    modelExample: "claude-sonnet-4-5",
  },
  google: {
    hint: "Gemini API",
    defaultUrl: "https://generativelanguage.googleapis.com/v1beta",
    urlExample: "https://generativelanguage.googleapis.com/v1beta",
    modelExample: "gemini-2.5-flash",
  },
  "openai-compatible": {
    hint: "vLLM, Ollama, Azure, Groq…",
    defaultUrl: null,
    urlExample: "http://localhost:8000/v1",
    modelExample: "llama-3.3-70b",
  },
  simulated: {
    hint: "No key; behaves as you set it",
    defaultUrl: null,
    urlExample: "",
    modelExample: "sim-small",
  },
};
