import type { PresetResponse } from "@/lib/contracts/presets";
import { scopeWords } from "@/lib/core/presets/preset-scope";
import { KIND_LABEL } from "./provider-kind-label";

type Scope = Pick<PresetResponse["scope"], "provider" | "model"> & { readonly providerName?: string | null };

/** What a preset is meant for: "OpenAI · gpt-4o*"; null: any provider and model. */
export function presetScopeText({ provider, providerName = null, model }: Scope): string | null {
  if (provider === null) return scopeWords(null, model);
  const [, kind] = Object.entries(KIND_LABEL).find(([each]) => each === provider) ?? [];
  return scopeWords(kind ?? providerName ?? "a removed provider", model);
}
