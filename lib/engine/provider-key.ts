import type { ModelProvider } from "@/lib/providers/provider";

/** A key as the engine tells it from others, without knowing it. */
export interface ProviderKey {
  readonly providerId: string;
  /** See ModelProvider.credential. */
  readonly credential: string | undefined;
}

export function keyOf(providerId: string, provider: ModelProvider | null | undefined): ProviderKey {
  return { providerId, credential: provider?.credential };
}

/** True where what befalls one key befalls the other: it is that provider's, or another entry's with the same key. */
export function sameKey(a: ProviderKey, b: ProviderKey): boolean {
  return a.providerId === b.providerId || (a.credential !== undefined && a.credential === b.credential);
}
