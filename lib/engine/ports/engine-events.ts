import type { Tick } from "@/lib/core/metrics/tick";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import type { CaseResult } from "@/lib/core/runs/case-states";
import type { ModelProvider } from "@/lib/providers/provider";
import type { LogEntry } from "./run-records";

/** Finds the adapter of a stored provider, its key decrypted; null where the provider is gone. */
export interface ProviderLookup {
  find(providerId: string): Promise<ModelProvider | null>;
  /** Its name for people, also where it was removed; null where it never was. */
  nameOf(providerId: string): Promise<string | null>;
}

/** How the engine tells others. Listeners must not throw. */
export type EngineEvent =
  | { readonly type: "tick"; readonly runId: string; readonly tick: Tick }
  | { readonly type: "state"; readonly runId: string; readonly actor: string | null }
  | {
      readonly type: "limit";
      readonly runId: string;
      readonly at: number;
      readonly scope: "run" | "pool";
      readonly actor: string;
      readonly reason: string | null;
      readonly text: string;
    }
  | {
      readonly type: "cooldown";
      readonly runId: string;
      readonly at: number;
      readonly until: number;
      readonly reason: string;
    }
  | { readonly type: "log"; readonly runId: string; readonly entry: LogEntry };

/** Publish and subscribe with replay; ids grow within one epoch (one life of the bus). */
export interface EventBus {
  publish(event: EngineEvent): void;
  /**
   * Listens to one run's events. With `after` ("epoch-seq") what came since is replayed first;
   * returns `gap: true` where that is no longer possible.
   */
  subscribe(
    runId: string,
    after: string | null,
    listener: (id: string, event: EngineEvent) => void,
  ): { gap: boolean; lastId: string; unsubscribe(): void };
}

/** Counters for `/api/metrics`. */
export interface EngineTelemetry {
  attemptEnded(target: { readonly providerId: string; readonly model: string }, attempt: AttemptRecord): void;
  caseEnded(result: CaseResult): void;
}

export interface EngineLogger {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}
