import type { Clock } from "@/lib/core/clock";
import { NO_TOKENS, type TokenCount, type TokenUsage } from "@/lib/core/limits/token-budget";
import { callCostUsd } from "@/lib/core/pricing/call-cost";
import type { TokenPrice } from "@/lib/core/pricing/model-price";
import type { AttemptFate } from "@/lib/core/retry/attempt-outcome";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import type { ModelParams } from "@/lib/core/runs/model-params";
import type { ChatMessage } from "@/lib/core/runs/run-config";
import type { JsonFormat, ModelCallResult, ModelProvider } from "@/lib/providers/provider";
import type { LanePriority } from "./bottleneck-lanes";
import type { Gate } from "./gate";
import { passGates } from "./pass-gates";
import type { Pool } from "./pool";
import type { StartedCall } from "./start-desk";

export interface AttemptRequest {
  readonly provider: ModelProvider;
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly params: ModelParams;
  /** Asked at the start of the call; absent: text. */
  readonly format?: () => JsonFormat | null;
  readonly timeoutMs: number;
  readonly priority: LanePriority;
  /** What to reserve; asked only where a gate limits tokens. */
  readonly estimatedTokens: () => TokenCount;
  /** Ends waiting for the gates; a call that has begun goes on. */
  readonly waitSignal: AbortSignal;
  /** Ends the call at the socket. */
  readonly callSignal: AbortSignal;
}

export interface AttemptObserver {
  onSlot(): void;
  onStart(call: StartedCall): void;
  onSent(): void;
}

export interface AttemptTimes {
  readonly queueMs: number;
  readonly limiterWaitMs: number;
}

/** One attempt: through the gates, then one request. null when it was called off before the request began. */
export async function performAttempt(
  pool: Pool,
  front: Gate | null,
  clock: Clock,
  request: AttemptRequest,
  observer: AttemptObserver,
): Promise<{ result: ModelCallResult; times: AttemptTimes; sent: boolean } | null> {
  const askedMs = clock.monotonicMs();
  let slotMs = askedMs;
  const ticket = {
    priority: request.priority,
    tokens: request.estimatedTokens,
    signal: request.waitSignal,
    onSlot: () => {
      slotMs = clock.monotonicMs();
      observer.onSlot();
    },
  };
  const gates = front === null ? [pool.gate] : [front, pool.gate];
  return await passGates(gates, pool.desk, ticket, clock, async (started) => {
    observer.onStart(started);
    pool.noteStarted();
    let sent = false;
    let sentAtMs = started.startedAtMs;
    const onSent = () => {
      if (sent) return;
      sent = true;
      sentAtMs = clock.monotonicMs();
      started.sent();
      pool.noteSent();
      observer.onSent();
    };
    const result = await request.provider.call({
      model: request.model,
      messages: request.messages,
      params: request.params,
      format: request.format?.(),
      signal: request.callSignal,
      timeoutMs: request.timeoutMs,
      onSent,
    });
    started.end(usageOf(result));
    if (sent) pool.noteResult(result, sentAtMs);
    return { result, sent, times: { queueMs: slotMs - askedMs, limiterWaitMs: started.startedAtMs - slotMs } };
  });
}

/**
 * What a call is taken to have used. A request that was turned away cost no tokens; of one that was lost on its way, or
 * cut off, nobody knows: its estimate stays.
 */
function usageOf({ fate, usage }: ModelCallResult): TokenUsage {
  const told = { input: usage.inputTokens, output: usage.outputTokens };
  if (told.input !== null || told.output !== null) return told;
  return TURNED_AWAY.has(fate.outcome) ? NO_TOKENS : told;
}

const TURNED_AWAY: ReadonlySet<AttemptFate["outcome"]> = new Set([
  "rate-limited",
  "slow-down",
  "overloaded",
  "quota-exhausted",
  "auth",
  "bad-request",
]);

/**
 * The attempt as it is stored. `judge`: who asked, null for the target. `backoffMs` is filled in when the wait after it is
 * over. `price`: of the model that was called, as the run has it; null: it has none.
 */
export function attemptRecordOf(
  n: number,
  judge: string | null,
  result: ModelCallResult,
  times: AttemptTimes,
  price: TokenPrice | null,
): AttemptRecord {
  const { fate, status, usage } = result;
  const errorCode = result.error?.code ?? null;
  return {
    n,
    ...(judge === null ? { role: "target" } : { role: "judge", judge }),
    startedAt: result.sentAt,
    status,
    outcome: fate.outcome,
    detail: fate.outcome === "rate-limited" ? fate.dimension : fate.outcome === "transient" ? fate.reason : null,
    errorCode,
    errorMessage: result.error?.message ?? null,
    queueMs: times.queueMs,
    limiterWaitMs: times.limiterWaitMs,
    providerLatencyMs: result.latencyMs,
    backoffMs: 0,
    retryAfterMs: "retryAfterMs" in fate ? fate.retryAfterMs : null,
    requestId: result.requestId,
    headers: { ...result.headers },
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    cachedInputTokens: usage.cachedInputTokens ?? null,
    costUsd: callCostUsd({ outcome: fate.outcome, status, errorCode, ...usage }, price),
  };
}
