import type { Clock } from "@/lib/core/clock";
import { isDomainError } from "@/lib/core/errors";
import type { ProviderKind } from "@/lib/core/limits/starter-limits";
import { type SimulatedSettings, simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import type { Verdict } from "./http/classify-network-error";
import type { FetchFunction } from "./http/recording-fetch";
import type { ModelProvider } from "./provider";
import { sdkModelProvider, unsentResult } from "./sdk-model-provider";
import { inProcessFetch } from "./simulated/in-process-fetch";
import type { SimulatorRegistry } from "./simulated/simulator-registry";
import { anthropicModels } from "./vendors/anthropic";
import { googleModels } from "./vendors/google";
import { openaiModels } from "./vendors/openai";
import { openaiCompatibleModels } from "./vendors/openai-compatible";
import type { LanguageModelFactory, VendorConnection } from "./vendors/vendor-connection";

/** A stored provider, its key decrypted. */
export interface ProviderConnection {
  readonly id: string;
  readonly kind: ProviderKind;
  readonly baseUrl: string | null;
  readonly apiKey: string | null;
  /** null: the defaults. Used by the kind `simulated` alone. */
  readonly simulated: SimulatedSettings | null;
}

export interface ProviderDeps {
  readonly clock: Clock;
  /** One per process: it holds the simulated providers, whose limits all runs share. */
  readonly simulators: SimulatorRegistry;
  /** Instead of the platform's fetch, for tests. */
  readonly fetch?: FetchFunction;
}

/** Makes the adapter of a connection. Cheap; holds nothing between calls. */
export function createModelProvider(connection: ProviderConnection, deps: ProviderDeps): ModelProvider {
  const { apiKey } = connection;
  const { clock } = deps;
  if (connection.kind === "simulated") return simulatedModelProvider(connection, deps);
  const fault = keyFault(connection);
  if (fault !== null) return { call: () => Promise.resolve(unsentResult(fault, clock.now())) };
  const models = vendorModels(connection.kind, connection);
  return sdkModelProvider({ models, clock, apiKey, send: deps.fetch ?? globalThis.fetch });
}

function vendorModels(
  kind: Exclude<ProviderKind, "simulated">,
  { baseUrl, apiKey }: VendorConnection,
): LanguageModelFactory {
  switch (kind) {
    case "openai":
      return openaiModels({ baseUrl, apiKey });
    case "anthropic":
      return anthropicModels({ baseUrl, apiKey });
    case "google":
      return googleModels({ baseUrl, apiKey });
    case "openai-compatible":
      return openaiCompatibleModels({ baseUrl: baseUrl ?? LOCAL_SERVER, apiKey });
  }
}

/** The contract asks a base URL of this kind; where one is missing all the same, nothing leaves the machine. */
const LOCAL_SERVER = "http://127.0.0.1:8000/v1";

/** Why a call could not be sent with this key; null where it can. */
function keyFault({ kind, apiKey }: ProviderConnection): Verdict | null {
  if (apiKey === null || apiKey === "") {
    if (kind === "openai-compatible") return null;
    return {
      fate: { outcome: "auth" },
      code: "missing-key",
      message: "the provider has no API key; add one on its page",
    };
  }
  // Anything else cannot stand in an HTTP header; it comes of copying a key together with what surrounds it.
  if (/^[\x21-\x7e]+$/.test(apiKey)) return null;
  return {
    fate: { outcome: "auth" },
    code: "malformed-key",
    message: "the API key contains spaces or characters that no key has; copy it again",
  };
}

/** Speaks to the simulator in process, or over HTTP where the connection has a base URL, as its dialect's vendor would be spoken to. */
function simulatedModelProvider(connection: ProviderConnection, deps: ProviderDeps): ModelProvider {
  const { clock, simulators } = deps;
  const settings = connection.simulated ?? simulatedSettingsSchema.parse({});
  const { baseUrl } = connection;
  const apiKey = "simulated";
  const models = dialectModels(settings.dialect, { baseUrl: baseUrl ?? "http://simulated.invalid/v1", apiKey });
  if (baseUrl !== null) {
    return sdkModelProvider({ models, clock, apiKey: null, send: deps.fetch ?? globalThis.fetch });
  }
  // Asked for once: a later adapter with other settings reconfigures the same simulator, and this one must not turn it back.
  let found: ReturnType<SimulatorRegistry["get"]> | null = null;
  const find = () => {
    found ??= simulators.get(connection.id, settings);
    return found;
  };
  const inner = sdkModelProvider({ models, clock, apiKey: null, send: inProcessFetch(find) });
  return {
    async call(call) {
      try {
        await find();
      } catch (error) {
        found = null;
        if (!isDomainError(error)) throw error;
        const fate = { outcome: "bad-request", stopsRun: true } as const;
        return unsentResult({ fate, code: "answers-file", message: error.message }, clock.now());
      }
      return inner.call(call);
    },
  };
}

function dialectModels(dialect: SimulatedSettings["dialect"], connection: VendorConnection): LanguageModelFactory {
  if (dialect === "anthropic") return anthropicModels(connection);
  return dialect === "gemini" ? googleModels(connection) : openaiModels(connection);
}
