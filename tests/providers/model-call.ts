import { createModelProvider, type ProviderConnection, type ProviderDeps } from "@/lib/providers/create-provider";
import type { ModelCall, ModelProvider } from "@/lib/providers/provider";
import { SimulatorRegistry } from "@/lib/providers/simulated/simulator-registry";

export const realClock = { now: () => Date.now(), monotonicMs: () => performance.now() };

/** A call that asks something short; with a deadline that no test should meet. */
export function modelCall(call: Partial<ModelCall> = {}): ModelCall {
  return {
    model: "model-1",
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hello" },
    ],
    params: {},
    signal: new AbortController().signal,
    timeoutMs: 20_000,
    ...call,
  };
}

/** The adapter of a kind, with a key, against a local address. */
export function providerAt(
  kind: ProviderConnection["kind"],
  baseUrl: string | null,
  more: Partial<ProviderConnection> = {},
  deps: Partial<ProviderDeps> = {},
): ModelProvider {
  const connection = { id: "p1", kind, baseUrl, apiKey: "sk-test-0123456789abcdef", simulated: null, ...more };
  return createModelProvider(connection, { clock: realClock, simulators: new SimulatorRegistry(realClock), ...deps });
}
