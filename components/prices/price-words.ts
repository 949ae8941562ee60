import { KIND_LABEL } from "@/lib/client/provider-kind-label";
import type { ProviderResponse } from "@/lib/contracts/providers";
import { PROVIDER_KINDS, type ProviderKind } from "@/lib/core/limits/starter-limits";
import type { ModelPrice } from "@/lib/core/pricing/model-price";
import { UNKNOWN } from "@/lib/format";

/** A price per million tokens: $2.50, $0.075. Every digit counts. */
export function priceText(usdPerMillion: number | null): string {
  if (usdPerMillion === null) return UNKNOWN;
  const exact = String(usdPerMillion);
  const decimals = exact.split(".")[1]?.length ?? 0;
  return `$${decimals > 2 ? exact : usdPerMillion.toFixed(2)}`;
}

/** Whom a row is for: a kind, one provider by its name, or any. */
export function providerText(scope: string, providers: readonly ProviderResponse[]): string {
  if (scope === "*") return "Any provider";
  const kind = PROVIDER_KINDS.find((each: ProviderKind) => each === scope);
  if (kind !== undefined) return KIND_LABEL[kind];
  return providers.find((provider) => provider.id === scope)?.name ?? "a removed provider";
}

/** "$2.50 in, $10.00 out" */
export function rowText(row: ModelPrice): string {
  const cached = row.cachedInputUsdPerMillion === null ? "" : `, ${priceText(row.cachedInputUsdPerMillion)} cached`;
  return `${priceText(row.inputUsdPerMillion)} in, ${priceText(row.outputUsdPerMillion)} out${cached}`;
}
