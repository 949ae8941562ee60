import type { ForecastResponse } from "@/lib/contracts/forecast";
import type { PoolResponse, ProviderResponse } from "@/lib/contracts/providers";
import { GROUP_RUNS_MAX } from "@/lib/contracts/run-choices";
import { promptLetter } from "./launch-draft";

export const MATRIX_MAX = GROUP_RUNS_MAX;

/** One model of a matrix, with what is known of it. */
export interface MoreModel {
  readonly provider: ProviderResponse | undefined;
  readonly model: string;
  readonly pool: PoolResponse | undefined;
  /** Undefined until the server has answered. */
  readonly measured: ForecastResponse | undefined;
}

/** `provider/model`, as the address holds it. */
export function moreEntry(providerId: string, model: string): string {
  return `${providerId}/${model}`;
}

export function readMoreEntry(entry: string): { providerId: string; model: string } {
  const at = entry.indexOf("/");
  return at < 0 ? { providerId: entry, model: "" } : { providerId: entry.slice(0, at), model: entry.slice(at + 1) };
}

interface NamedModel {
  readonly provider: { readonly name: string } | undefined;
  readonly model: string;
}

/** What tells a run of the matrix from the others: its model, its prompt, or both. */
export function cellLabel(models: readonly NamedModel[], prompts: number, modelAt: number, promptAt: number): string {
  const own = models[modelAt];
  const twins = models.filter((each) => each.model === own?.model).length > 1;
  const model = twins && own?.provider !== undefined ? `${own.model} (${own.provider.name})` : (own?.model ?? "");
  if (prompts === 1) return model.slice(0, 100);
  const prompt = `prompt ${promptLetter(promptAt)}`;
  return models.length === 1 ? prompt : `${model.slice(0, 85)} · ${prompt}`;
}
