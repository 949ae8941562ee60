import type { JudgeResponse, RunResponse } from "@/lib/contracts/runs";
import { isTerminal } from "@/lib/core/runs/run-state";
import { formatCount, formatDuration, formatExact, formatMoney, formatNumber, formatTokens } from "@/lib/format";
import { Card, CardHeader } from "../ui/card";

/** What the judges of a run were asked and said, apart from the target's figures. Nothing where there are none. */
export function JudgesCard({ run }: { run: RunResponse }) {
  if (run.judges.length === 0) return null;
  const over = isTerminal(run.state);
  const waiting = run.active.judging;
  return (
    <Card>
      <CardHeader
        title={run.judges.length === 1 ? "Judge" : "Judges"}
        description={
          over || waiting === 0
            ? "Calls of its own, through its provider's pool"
            : `${formatExact(waiting)} ${waiting === 1 ? "answer waits" : "answers wait"} for verdicts`
        }
      />
      <ul className="flex flex-col gap-3">
        {run.judges.map((judge) => (
          <li key={judge.evaluator} className="border-t pt-2 first:border-t-0 first:pt-0">
            <p className="break-words font-medium text-sm">{judge.evaluator}</p>
            <p className="break-words text-muted text-xs">
              {judge.providerName} · {judge.model} · passes from {formatNumber(judge.threshold)}
            </p>
            <dl aria-label={judge.evaluator} className="mt-1">
              <Line name="Verdicts" value={verdictText(judge)} />
              <Line name="Attempts" value={attemptText(judge)} />
              {!over && <Line name="Now" value={nowText(judge)} />}
              <Line name="Latency p50 · p95" value={latencyText(judge)} />
              <Line
                name="Tokens in · out"
                value={`${formatTokens(judge.tokens.input)} · ${formatTokens(judge.tokens.output)}`}
              />
              {judge.costUsd !== null && <Line name="Cost, est." value={costText(judge)} />}
            </dl>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Line({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex min-h-6 items-baseline justify-between gap-3 text-xs tabular-nums">
      <dt className="text-muted">{name}</dt>
      <dd className="text-right">{value}</dd>
    </div>
  );
}

function verdictText({ verdicts }: JudgeResponse): string {
  return `${formatExact(verdicts.passed)} passed · ${formatExact(verdicts.failed)} failed`;
}

function attemptText({ attempts }: JudgeResponse): string {
  const limited = attempts.rateLimited === 0 ? "" : ` · ${formatCount(attempts.rateLimited)} × 429`;
  const failed = attempts.total - attempts.ok - attempts.rateLimited;
  return `${formatExact(attempts.total)}${limited}${failed === 0 ? "" : ` · ${formatCount(failed)} failed`}`;
}

function nowText({ inFlight, waiting }: JudgeResponse): string {
  return `${formatExact(inFlight)} in flight · ${formatExact(waiting)} waiting`;
}

function latencyText({ times }: JudgeResponse): string {
  return `${formatDuration(times.providerLatencyMs.p50)} · ${formatDuration(times.providerLatencyMs.p95)}`;
}

function costText({ costUsd, costUnknownCalls }: JudgeResponse): string {
  return `${costUnknownCalls > 0 ? "at least " : ""}${formatMoney(costUsd)}`;
}
