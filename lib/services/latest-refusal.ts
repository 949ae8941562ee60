import type { Refusal } from "@/lib/core/forecast/notice-input";
import type { StopReason } from "@/lib/core/runs/run-state";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { ProviderRecord } from "@/lib/persistence/provider-store";
import type { ServiceContext } from "./context";

/** A refusal older than this says little about the next launch. */
const REFUSAL_MS = 3_600_000;

/** What the newest run was stopped for, if that was lately and the connection has not been changed since. */
export async function latestRefusal(
  { clock, stores }: ServiceContext,
  [newest]: readonly RunRecord[],
  provider: ProviderRecord,
  model: string,
): Promise<Refusal | null> {
  if (newest === undefined || newest.createdAt < Math.max(provider.updatedAt, clock.now() - REFUSAL_MS)) return null;
  const refusal = newest.stopReason === null ? null : refusalOf(newest.stopReason);
  if (refusal === null) return null;
  const aboutModel = refusal.what === "model" || refusal.what === "requests";
  if (aboutModel && newest.config.target.model !== model) return null;
  // The run ended with the attempt that was refused.
  const at = await stores.runs.lastTickAt(newest.id);
  return { ...refusal, at: at === null ? null : `${new Date(at).toISOString().slice(11, 16)} UTC` };
}

/** What is known of it by the words that the run was stopped with (see stopMessage). */
export function refusalOf({ code, message }: StopReason): Omit<Refusal, "at"> | null {
  // A judge's provider is another one.
  if (message.startsWith("The provider of ")) return null;
  const [words = "", said = ""] = message.split(" It said: ", 2);
  const status = /\((\d{3})\)/.exec(words)?.[1];
  const known = { status: status === undefined ? null : Number(status) };
  switch (code) {
    case "auth":
      return { what: "key", ...known };
    case "quota-exhausted":
      return { what: "quota", ...known };
    case "bad-request":
      return { what: /model/i.test(said) ? "model" : "requests", ...known };
    default:
      return null;
  }
}
