import type { StopReason } from "@/lib/core/runs/run-state";
import type { EngineLogger, ProviderLookup } from "./ports/engine-events";
import type { EngineRunStore } from "./ports/run-records";
import { keyOf, type ProviderKey, sameKey } from "./provider-key";
import type { RunExecutor } from "./run-executor";

export interface CredentialStopsDeps {
  readonly runs: EngineRunStore;
  readonly providers: ProviderLookup;
  readonly logger: EngineLogger;
  /** The runs that work now. */
  executors(): readonly RunExecutor[];
  /** Pauses a run that nobody works on, with the reason in its log; nothing where it is not queued any more. */
  pauseQueued(runId: string, reason: StopReason): Promise<void>;
}

/** Which runs stop when one of them meets what no retry can mend. */
export class CredentialStops {
  readonly #deps: CredentialStopsDeps;

  constructor(deps: CredentialStopsDeps) {
    this.#deps = deps;
  }

  /** A refused key or an exhausted quota concerns every run of the credential; a refused request its own run. */
  stop(origin: RunExecutor, reason: StopReason, providerId: string): void {
    const whole = reason.code === "auth" || reason.code === "quota-exhausted";
    const refused = origin.keys.find((key) => key.providerId === providerId) ?? { providerId, credential: undefined };
    for (const executor of this.#deps.executors()) {
      if (executor === origin || (whole && executor.keys.some((key) => sameKey(key, refused)))) {
        executor.rest.stopFor(reason);
      }
    }
    if (!whole) return;
    this.#stopQueued(refused, reason).catch((error: unknown) => {
      this.#deps.logger.error({ err: error }, "queued runs of a refused key could not be paused");
    });
  }

  /** Those that wait for their turn would meet the same with their first request. */
  async #stopQueued(refused: ProviderKey, reason: StopReason): Promise<void> {
    const { runs, providers } = this.#deps;
    for (const { id, providerId } of await runs.inStates(["queued"])) {
      const key = keyOf(providerId, await providers.find(providerId));
      if (sameKey(key, refused)) await this.#deps.pauseQueued(id, reason);
    }
  }
}
