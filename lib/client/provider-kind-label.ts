import type { ProviderKind } from "@/lib/core/limits/starter-limits";

/** How the kinds of provider are called. */
export const KIND_LABEL: Record<ProviderKind, string> = {
  openai: "OpenAI",
  anthropic: "Anthropic",
  google: "Google",
  "openai-compatible": "OpenAI-compatible",
  simulated: "Simulated",
};
