import type { Clock, Random } from "@/lib/core/clock";
import { frozenPrice } from "@/lib/core/pricing/run-pricing";
import type { ScoreOutput } from "@/lib/core/scoring/evaluate";
import type { CountTokens } from "@/lib/core/tokens/count-tokens";
import type { ModelProvider } from "@/lib/providers/provider";
import { describeAttempt } from "./attempt-log-line";
import type { AutoPauseWatch } from "./auto-pause-watch";
import type { CaseContext } from "./case-runner";
import type { ModelLine } from "./model-line";
import type { Pool } from "./pool";
import type { EngineTelemetry } from "./ports/engine-events";
import type { RunRecord } from "./ports/run-records";
import type { RunGates } from "./run-gates";
import type { RunNotes } from "./run-notes";
import type { RunRecorder } from "./run-recorder";
import { RunTokens } from "./run-tokens";
import type { Judge } from "./verdict-call";

/** The parts of a run that its cases work with. */
export interface CaseContextParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly countTokens: CountTokens;
  readonly pool: Pool;
  readonly gates: RunGates;
  readonly recorder: RunRecorder;
  readonly notes: RunNotes;
  readonly autoPause: AutoPauseWatch;
  readonly score: ScoreOutput;
  readonly judges: readonly Judge[];
  readonly onDecided: ModelLine["onDecided"];
  run(): RunRecord;
  provider(): ModelProvider;
  retryTurn(signal: AbortSignal): Promise<void>;
}

/** What every case of a run is given. */
export function caseContextOf(parts: CaseContextParts): CaseContext {
  const { clock, random, pool, recorder, score, judges } = parts;
  const { config } = parts.run();
  const { target } = config;
  return {
    config,
    line: targetLine(parts),
    judges,
    recorder,
    clock,
    random,
    score,
    tokens: new RunTokens(target, parts.countTokens, pool.usageOf(target.model)),
    retryTurn: (signal) => parts.retryTurn(signal),
  };
}

function targetLine(parts: CaseContextParts): ModelLine {
  const { recorder, gates } = parts;
  const { config } = parts.run();
  const { providerId, model, params } = config.target;
  return {
    providerId,
    model,
    params,
    judge: null,
    pool: parts.pool,
    price: frozenPrice(config.pricing, config.target),
    provider: () => parts.provider(),
    limits: () => parts.run().limits,
    front: () => gates.own,
    gateLimits: () => gates.limits,
    onSent: (isRetry) => recorder.attemptSent(isRetry),
    onEnded: (attempt) => recorder.attemptEnded(attempt),
    onDecided: parts.onDecided,
  };
}

/** Where a run tells how an attempt of its target or of a judge ended, and what follows. */
export function decisionTeller(
  parts: Pick<CaseContextParts, "notes" | "autoPause" | "recorder"> & { readonly telemetry: EngineTelemetry },
): ModelLine["onDecided"] {
  const { telemetry, notes, autoPause, recorder } = parts;
  return (line, caseId, attempt, decision) => {
    telemetry.attemptEnded(line, attempt);
    // The rules look at the target: a judge's failures cost its own case alone.
    if (line.judge === null) {
      autoPause.attemptEnded(attempt);
      if (decision.kind === "retry") recorder.backedOff(decision.delayMs, attempt.retryAfterMs !== null);
    }
    const said = describeAttempt(caseId, attempt, decision, line.limits().retry.attempts);
    if (said !== null) notes.add(said);
  };
}
