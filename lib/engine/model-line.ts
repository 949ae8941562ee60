import type { Limits } from "@/lib/core/limits/limits";
import type { TokenLimits } from "@/lib/core/limits/token-budget";
import type { TokenPrice } from "@/lib/core/pricing/model-price";
import type { RetryDecision } from "@/lib/core/retry/decide-retry";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import type { ModelParams } from "@/lib/core/runs/model-params";
import type { ModelProvider } from "@/lib/providers/provider";
import type { Gate } from "./gate";
import type { Pool } from "./pool";

/** What a call is doing. */
export type CallActivity = "waiting-for-slot" | "waiting-for-permit" | "calling" | "backing-off";

/**
 * A run's way to one model, the target's or a judge's: the pool it has to pass, and who is told of what happens there.
 * Functions where edits change the answer while calls are under way.
 */
export interface ModelLine {
  readonly providerId: string;
  readonly model: string;
  readonly params: ModelParams;
  /** The judge's name in scores; null for the target. */
  readonly judge: string | null;
  readonly pool: Pool;
  /** Frozen at launch; null: the model has none. */
  readonly price: TokenPrice | null;
  provider(): ModelProvider;
  /** Whose retries and timeout hold. */
  limits(): Limits;
  /** The run's own gate in front of the pool's, where it has one. */
  front(): Gate | null;
  /** Of all gates in its way. */
  gateLimits(): readonly TokenLimits[];
  onSent(isRetry: boolean): void;
  onEnded(attempt: AttemptRecord): void;
  /** What follows an attempt was decided. */
  onDecided(line: ModelLine, caseId: string, attempt: AttemptRecord, decision: RetryDecision): void;
}
