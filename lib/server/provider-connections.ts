import { createHash } from "node:crypto";
import type { Clock } from "@/lib/core/clock";
import { isDomainError } from "@/lib/core/errors";
import type { ProviderLookup } from "@/lib/engine/ports/engine-events";
import type { ProviderStore } from "@/lib/persistence/provider-store";
import { createModelProvider, type ProviderDeps } from "@/lib/providers/create-provider";
import type { ModelProvider } from "@/lib/providers/provider";
import { unsentResult } from "@/lib/providers/sdk-model-provider";
import type { SecretBox } from "./secret-box";

export interface ProviderConnections extends ProviderLookup {
  /** The stored connection changed: the next call, also of a running run, is made with the new one. */
  forget(providerId: string): void;
}

/** Adapters of stored providers, their keys decrypted. An adapter once handed out follows later changes. */
export function createProviderConnections(
  providers: ProviderStore,
  box: SecretBox,
  deps: ProviderDeps,
): ProviderConnections {
  const current = new Map<string, Promise<ModelProvider | null>>();

  function connect(providerId: string): Promise<ModelProvider | null> {
    const known = current.get(providerId);
    if (known !== undefined) return known;
    const made = open(providerId);
    current.set(providerId, made);
    // A database that could not be asked is asked again the next time.
    made.catch(() => current.delete(providerId));
    return made;
  }

  async function open(providerId: string): Promise<ModelProvider | null> {
    const record = await providers.get(providerId);
    if (record === null || record.archivedAt !== null) return null;
    const { id, kind, baseUrl, simulated, apiKeyCipher } = record;
    try {
      const apiKey = apiKeyCipher === null ? null : box.open(apiKeyCipher, id);
      const provider = createModelProvider({ id, kind, baseUrl, apiKey, simulated }, deps);
      return apiKey === null ? provider : { ...provider, credential: fingerprint([kind, baseUrl, apiKey]) };
    } catch (error) {
      if (!isDomainError(error)) throw error;
      return refusing("unreadable-key", error.message, deps.clock);
    }
  }

  return {
    async find(providerId) {
      const found = await connect(providerId);
      if (found === null) return null;
      return {
        credential: found.credential,
        async call(call) {
          const provider = await connect(providerId);
          return (provider ?? refusing("provider-missing", "The provider was removed.", deps.clock)).call(call);
        },
      };
    },
    async nameOf(providerId) {
      return (await providers.get(providerId))?.name ?? null;
    },
    forget: (providerId) => void current.delete(providerId),
  };
}

/** Answers every call as a refused key would: it stops the run with the reason, after one case. */
function refusing(code: string, message: string, clock: Clock): ModelProvider {
  return {
    call: () => Promise.resolve(unsentResult({ fate: { outcome: "auth" }, code, message }, clock.now())),
  };
}

function fingerprint(parts: readonly (string | null)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}
