import type { ProviderKind } from "../limits/starter-limits";
import { meansModel } from "../models/model-pattern";

/** What a preset is meant for. Advice: it may be used elsewhere. */
export interface PresetScope {
  /** A provider kind or the id of one provider; null: any. */
  readonly provider: string | null;
  /** A model's name, or a pattern in which `*` stands for any text; null: any. */
  readonly model: string | null;
}

export const ANY_SCOPE: PresetScope = { provider: null, model: null };

/** Where a preset is to be used. What is not known yet is null, and speaks against none. */
export interface ScopedUse {
  readonly providerId: string | null;
  readonly providerKind: ProviderKind;
  /** A model's name, or the pattern of a pool. */
  readonly model: string | null;
}

/** Whether a preset is meant for that provider and model. */
export function scopeFits({ provider, model }: PresetScope, use: ScopedUse): boolean {
  if (provider !== null && provider !== use.providerId && provider !== use.providerKind) return false;
  return model === null || use.model === null || use.model === "*" || meansModel(model, use.model);
}

/** `*` alone says as little as nothing. */
export function normalScope({ provider, model }: PresetScope): PresetScope {
  return { provider: provider === "*" ? null : provider, model: model === "*" ? null : model };
}

/** "OpenAI · gpt-4o*", "any provider · gpt-4o*", "OpenAI"; null: it is meant for any. `provider` is its name. */
export function scopeWords(provider: string | null, model: string | null): string | null {
  if (provider === null && model === null) return null;
  return [provider ?? "any provider", ...(model === null ? [] : [model])].join(" · ");
}
