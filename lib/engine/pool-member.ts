import type { RunPriority } from "@/lib/core/scheduling/run-priority";
import type { PaceChange } from "./pool-pace";
import type { TokensChange } from "./pool-tokens";

/** A run at this pool. */
export interface PoolMember {
  readonly runId: string;
  /** How it stands against the other runs. */
  readonly priority: RunPriority;
  /** A case is at hand and the run's own limits leave room for it. */
  ready(): boolean;
  /** Hands one case to the gates. Only after `ready`. */
  handOver(): void;
  /** Cases of the run that take up the pool's slots, or wait for them. */
  handed(): number;
  inFlight(): number;
  waiting(): number;
  startedLastMinute(): number;
  onCooldown(forMs: number, reason: string): void;
  onPace(change: PaceChange | TokensChange): void;
}
