import { Pencil } from "lucide-react";
import type { RunResponse } from "@/lib/contracts/runs";
import type { Limits } from "@/lib/core/limits/limits";
import { formatRate } from "@/lib/format";
import { optionalLimitText } from "../limit-fields/limit-rows";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";

interface LimitEntry {
  readonly name: string;
  readonly read: (limits: Limits) => number | null;
  readonly format?: (value: number | null) => string;
  /** Few have it: shown where it is set. */
  readonly seldom?: boolean;
  /** The run's own holds, whatever its provider's is. */
  readonly ownHolds?: boolean;
}

const RATE = "Requests per second";
const BURST = "Burst";
const ENTRIES: readonly LimitEntry[] = [
  { name: RATE, read: (limits) => limits.requestsPerSecond, format: formatRate },
  { name: BURST, read: (limits) => limits.burst },
  { name: "At once", read: (limits) => limits.concurrency },
  { name: "Attempts", read: (limits) => limits.retry.attempts, ownHolds: true },
  { name: "Tokens per minute", read: (limits) => limits.tokensPerMinute },
  { name: "Input tokens per minute", read: (limits) => limits.inputTokensPerMinute, seldom: true },
  { name: "Output tokens per minute", read: (limits) => limits.outputTokensPerMinute, seldom: true },
  { name: "Requests per day", read: (limits) => limits.requestsPerDay, seldom: true },
];

/** The limits in force, and where they come from. */
export function LimitsCard({ run, onEdit, canEdit }: { run: RunResponse; onEdit: () => void; canEdit: boolean }) {
  return (
    <Card>
      <CardHeader
        title="Limits in force"
        description={
          run.limitsScope === "run"
            ? "The run's own, within those of its provider"
            : `Those of ${run.providerName}, shared by all its runs`
        }
        actions={
          canEdit && (
            <Button size="sm" onClick={onEdit}>
              <Pencil aria-hidden />
              Edit
            </Button>
          )
        }
      />
      <dl>
        {ENTRIES.filter(({ seldom, read }) => seldom !== true || read(run.effectiveLimits) !== null).map((entry) => (
          <LimitLine key={entry.name} run={run} entry={entry} />
        ))}
      </dl>
    </Card>
  );
}

/** What the pool keeps to, where that is less than what is set. */
function paceOf({ paceRps, paceBurst }: RunResponse, name: string): { value: number; reported: boolean } | null {
  if (name === RATE && paceRps !== null) return { value: paceRps.requestsPerSecond, reported: paceRps.reported };
  return name === BURST && paceBurst !== null ? { value: paceBurst, reported: true } : null;
}

/** One limit; where the provider holds a run below its own value, both are told. */
function LimitLine({
  run,
  entry: { name, read, format = optionalLimitText, ownHolds = false },
}: {
  run: RunResponse;
  entry: LimitEntry;
}) {
  const own = run.limitsScope === "run" && !ownHolds ? read(run.limits) : null;
  const providers = run.poolLimits === null ? null : read(run.poolLimits);
  const heldBack = own !== null && providers !== null && providers < own;
  const pace = paceOf(run, name);
  const set = format(read(run.effectiveLimits));
  return (
    <div className="flex min-h-7 items-center justify-between gap-3 border-t py-1 first:border-t-0">
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="text-right text-sm tabular-nums">
        {pace === null ? set : format(pace.value)}
        {pace !== null && (
          <span className="block text-muted text-xs">
            {pace.reported ? "as the provider reports" : "after the provider refused requests"}; {set} set
          </span>
        )}
        {heldBack && (
          <span className="block text-muted text-xs">
            the run asks for {format(own)}; <bdi>{run.providerName}</bdi> allows less
          </span>
        )}
      </dd>
    </div>
  );
}
