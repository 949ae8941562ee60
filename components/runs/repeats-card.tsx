"use client";

import { useQuery } from "@tanstack/react-query";
import { errorMessage } from "@/lib/client/api-client";
import { runRepeatsOptions } from "@/lib/client/run-cases";
import type { RepeatsResponse } from "@/lib/contracts/run-cases";
import type { RunResponse } from "@/lib/contracts/runs";
import { casesAsked } from "@/lib/core/repeats/case-count-words";
import { formatExact, formatPercent } from "@/lib/format";
import { Card, CardHeader } from "../ui/card";
import { ErrorBand } from "../ui/error-band";
import { Skeleton } from "../ui/skeleton";

/** How steady the answers are, of a run that asks each case several times. */
export function RepeatsCard({ run }: { run: RunResponse }) {
  const repeats = useQuery({ ...runRepeatsOptions(run), enabled: run.repeats > 1 });
  if (run.repeats === 1) return null;
  return (
    <Card>
      <CardHeader
        title="Repeats"
        description={`${formatExact(casesAsked(run))} cases, each asked ${formatExact(run.repeats)} times`}
      />
      {repeats.data !== undefined ? (
        <Steadiness {...repeats.data} />
      ) : repeats.isError ? (
        <ErrorBand message={errorMessage(repeats.error)} onRetry={() => void repeats.refetch()} />
      ) : (
        <Skeleton className="h-24" />
      )}
    </Card>
  );
}

function Steadiness({ tally, passRateInterval: interval }: RepeatsResponse) {
  const lines = [
    { name: "Passed every time", cases: tally.always },
    { name: "Passed sometimes", cases: tally.sometimes },
    { name: "Never passed", cases: tally.never },
    ...(tally.notScored > 0 ? [{ name: "Not scored", cases: tally.notScored }] : []),
    ...(tally.unfinished > 0 ? [{ name: "Not asked as often yet", cases: tally.unfinished }] : []),
  ];
  return (
    <>
      <dl className="grid grid-cols-[1fr_auto_3.5rem] gap-x-3 gap-y-0.5 text-sm tabular-nums">
        {lines.map(({ name, cases }) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="text-right">{formatExact(cases)}</dd>
            <dd className="text-right text-muted">{formatPercent(tally.cases === 0 ? null : cases / tally.cases)}</dd>
          </div>
        ))}
      </dl>
      {interval !== null && (
        <p className="mt-2 text-muted text-xs tabular-nums">
          Pass rate {formatPercent(interval.low)} to {formatPercent(interval.high)} (95 %), by the spread between cases:
          repeats of one case are alike, and count for less than as many cases.
        </p>
      )}
    </>
  );
}
