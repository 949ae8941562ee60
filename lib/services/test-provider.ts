import type { TestProviderResponse } from "@/lib/contracts/providers";
import { DomainError } from "@/lib/core/errors";
import type { ModelCallResult } from "@/lib/providers/provider";
import type { ServiceContext } from "./context";
import { findProvider } from "./providers";

/** A test should say something while the person still looks. */
const TEST_TIMEOUT_MS = 20_000;

/**
 * Sends one small request through the pool's gate and says whether key, URL and model work.
 * @throws DomainError not-found; infeasible, where no model is named and the provider lists none
 */
export async function testProvider(
  context: ServiceContext,
  providerId: string,
  request: { model?: string | undefined },
  signal: AbortSignal,
): Promise<TestProviderResponse> {
  const provider = await findProvider(context, providerId);
  const model = request.model ?? provider.models[0] ?? (provider.kind === "simulated" ? "simulated" : undefined);
  if (model === undefined) {
    throw new DomainError("infeasible", `"${provider.name}" lists no models. Name one to test with.`, [
      { path: "model", message: "is required, as the provider lists no models" },
    ]);
  }
  const pool = await context.stores.pools.forModel(providerId, model);
  if (pool === null) throw new Error(`Provider ${providerId} has no pool`);
  const result = await context.supervisor.probe(pool, { model, signal, timeoutMs: TEST_TIMEOUT_MS });
  return {
    ...verdict(result, { model, where: provider.baseUrl ?? provider.kind }),
    model,
    status: result.status,
    latencyMs: result.latencyMs,
  };
}

type Verdict = Pick<TestProviderResponse, "ok" | "fault" | "message">;

function verdict(result: ModelCallResult, asked: { model: string; where: string }): Verdict {
  const said = result.error === null ? "" : ` It said: ${result.error.message}`;
  switch (result.fate.outcome) {
    case "ok":
      return {
        ok: true,
        fault: null,
        message: `Works: ${asked.model} answered in ${Math.round(result.latencyMs)} ms.`,
      };
    case "rate-limited":
    case "slow-down":
    case "overloaded":
      return {
        ok: true,
        fault: "limit",
        message: `Key, URL and model look right, but the provider throttled the request.${said}`,
      };
    case "quota-exhausted":
      return {
        ok: false,
        fault: "quota",
        message: `The account's quota or credit is used up. Add credit at the provider.${said}`,
      };
    case "auth":
      return {
        ok: false,
        fault: "key",
        message: `The key was refused (${result.status ?? "no status"}). Check that it is right and active.${said}`,
      };
    case "bad-request":
      return badRequest(result, asked, said);
    case "transient":
      return transient(result.fate.reason, result.status, asked.where, said);
    case "cancelled":
      return { ok: false, fault: "other", message: "The test was cancelled." };
  }
}

function badRequest(result: ModelCallResult, asked: { model: string; where: string }, said: string): Verdict {
  const aboutModel = /model/i.test(`${result.error?.code ?? ""} ${result.error?.message ?? ""}`);
  if (aboutModel)
    return { ok: false, fault: "model", message: `The provider does not offer the model "${asked.model}".${said}` };
  if (result.status === 404 || result.status === null || result.status < 400) {
    return {
      ok: false,
      fault: "url",
      message: `${asked.where} does not answer like an LLM API. Check the base URL.${said}`,
    };
  }
  return { ok: false, fault: "other", message: `The provider refused the request (${result.status}).${said}` };
}

function transient(reason: "5xx" | "timeout" | "network", status: number | null, where: string, said: string): Verdict {
  if (reason === "network")
    return {
      ok: false,
      fault: "url",
      message: `No connection to ${where}. Check the base URL and that the server runs.${said}`,
    };
  if (reason === "timeout")
    return {
      ok: false,
      fault: "url",
      message: `${where} did not answer within ${TEST_TIMEOUT_MS / 1000} s. Check the base URL, or try again.`,
    };
  return {
    ok: false,
    fault: "other",
    message: `The provider failed with ${status ?? "an error"}. Try again in a moment.${said}`,
  };
}
