import type { Clock, Random } from "@/lib/core/clock";
import type { CountTokens } from "@/lib/core/tokens/count-tokens";
import type { EngineLogger, EngineTelemetry, EventBus, ProviderLookup } from "./ports/engine-events";
import type { EngineDayCountStore, EnginePoolStore } from "./ports/pool-records";
import type { EngineRunStore } from "./ports/run-records";

/** What the engine of a process works with. */
export interface EngineDeps {
  readonly runs: EngineRunStore;
  readonly pools: EnginePoolStore;
  readonly dayCounts: EngineDayCountStore;
  readonly providers: ProviderLookup;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: EngineLogger;
  readonly telemetry: EngineTelemetry;
  /** Tokens of a text, by a tokenizer. */
  readonly countTokens: CountTokens;
}
