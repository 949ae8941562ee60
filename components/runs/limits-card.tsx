import { Pencil } from "lucide-react";
import type { ReactNode } from "react";
import type { RunResponse } from "@/lib/contracts/runs";
import { formatExact, formatRate } from "@/lib/format";
import { optionalLimitText } from "../limit-fields/limit-rows";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";

/** The limits in force, and where they come from. */
export function LimitsCard({ run, onEdit, canEdit }: { run: RunResponse; onEdit: () => void; canEdit: boolean }) {
  const limits = run.effectiveLimits;
  const own = run.limitsScope === "run";
  return (
    <Card>
      <CardHeader
        title="Limits in force"
        description={
          own ? "The run's own, within those of its provider" : `Those of ${run.providerName}, shared by all its runs`
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
        <LimitLine
          name="Requests per second"
          value={formatRate(limits.requestsPerSecond)}
          format={formatRate}
          provider={run.providerName}
          run={own ? run.limits.requestsPerSecond : null}
          pool={run.poolLimits?.requestsPerSecond ?? null}
        />
        <LimitLine
          name="Burst"
          provider={run.providerName}
          value={formatExact(limits.burst)}
          run={own ? run.limits.burst : null}
          pool={run.poolLimits?.burst ?? null}
        />
        <LimitLine
          name="At once"
          provider={run.providerName}
          value={formatExact(limits.concurrency)}
          run={own ? run.limits.concurrency : null}
          pool={run.poolLimits?.concurrency ?? null}
        />
        <LimitLine
          provider={run.providerName}
          name="Attempts"
          value={formatExact(limits.retry.attempts)}
          run={null}
          pool={null}
        />
        <LimitLine
          name="Tokens per minute"
          provider={run.providerName}
          value={optionalLimitText(limits.tokensPerMinute)}
          run={own ? run.limits.tokensPerMinute : null}
          pool={run.poolLimits?.tokensPerMinute ?? null}
        />
        {OPTIONAL.map(({ key, name }) =>
          limits[key] === null ? null : (
            <LimitLine
              key={key}
              name={name}
              provider={run.providerName}
              value={optionalLimitText(limits[key])}
              run={own ? run.limits[key] : null}
              pool={run.poolLimits?.[key] ?? null}
            />
          ),
        )}
      </dl>
    </Card>
  );
}

/** Limits that few pools have: shown where one is set. */
const OPTIONAL = [
  { key: "inputTokensPerMinute", name: "Input tokens per minute" },
  { key: "outputTokensPerMinute", name: "Output tokens per minute" },
  { key: "requestsPerDay", name: "Requests per day" },
] as const;

/** One limit; where the pool holds a run below its own value, both are told. */
function LimitLine({
  name,
  value,
  run,
  pool,
  provider,
  format = formatExact,
}: {
  name: string;
  value: ReactNode;
  run: number | null;
  pool: number | null;
  provider: string;
  format?: (value: number) => string;
}) {
  const heldBack = run !== null && pool !== null && pool < run;
  return (
    <div className="flex min-h-7 items-center justify-between gap-3 border-t py-1 first:border-t-0">
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="text-right text-sm tabular-nums">
        {value}
        {heldBack && (
          <span className="block text-muted text-xs">
            the run asks for {format(run)}; <bdi>{provider}</bdi> allows less
          </span>
        )}
      </dd>
    </div>
  );
}
