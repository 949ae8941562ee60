"use client";

import { useQueries } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { ApiError, errorMessage } from "@/lib/client/api-client";
import { runCaseOptions } from "@/lib/client/run-cases";
import type { CaseDetailResponse } from "@/lib/contracts/run-cases";
import { formatDuration, formatPlural } from "@/lib/format";
import { CodeBlock } from "../../ui/code-block";
import { ErrorBand } from "../../ui/error-band";
import { Sheet } from "../../ui/sheet";
import { Skeleton } from "../../ui/skeleton";
import { CaseResultBadge } from "../case-result-badge";
import { CaseScores } from "../case-scores";
import { CaseStepButtons, type CaseSteps, stepByKey } from "../case-step-buttons";
import { costText } from "../cost-text";
import { RepeatStrip } from "../repeat-strip";
import type { TaggedRun } from "./compared-run";
import { RunTagChip } from "./run-tag-chip";
import { StandingBadge } from "./standing-badge";

/** One case of all runs, their outputs side by side. `J` and `K` step through the rows. */
export function CaseSideBySide({
  runs,
  caseId,
  onClose,
  onPrevious,
  onNext,
}: {
  runs: readonly TaggedRun[];
  caseId: string | null;
  onClose: () => void;
} & CaseSteps) {
  return (
    <Sheet
      wide
      open={caseId !== null}
      onOpenChange={(open) => !open && onClose()}
      title={<span className="font-mono">{caseId}</span>}
      description={`The case in ${formatPlural(runs.length, "run")}`}
      onKeyDown={(event) => stepByKey(event, { onPrevious, onNext })}
      actions={<CaseStepButtons onPrevious={onPrevious} onNext={onNext} />}
    >
      {caseId !== null && <Outputs runs={runs} caseId={caseId} />}
    </Sheet>
  );
}

function Outputs({ runs, caseId }: { runs: readonly TaggedRun[]; caseId: string }) {
  const details = useQueries({ queries: runs.map(({ run }) => runCaseOptions(run.id, caseId)) });
  const known = details.find((detail) => detail.data?.sourceCaseId === caseId)?.data;
  return (
    <div className="flex flex-col gap-4">
      <ul className="grid gap-3 md:grid-cols-[repeat(auto-fit,minmax(280px,1fr))]">
        {runs.map((each, at) => {
          const detail = details[at];
          return (
            <li key={each.run.id} className="flex min-w-0 flex-col gap-2">
              <h3 className="flex items-center gap-2 font-semibold text-sm">
                <RunTagChip tag={each.tag} />
                <span className="min-w-0 truncate">{each.run.name}</span>
                {each.isBase && <span className="font-normal text-muted text-xs">baseline</span>}
              </h3>
              {detail?.data?.sourceCaseId === caseId ? (
                <RunOutput item={detail.data} runId={each.run.id} />
              ) : detail?.data !== undefined || isMissing(detail?.error) ? (
                // What it has by that name may be a repeat of another case.
                <p className="flex flex-wrap items-center gap-2 text-muted text-sm">
                  <StandingBadge standing="missing" />
                  This run has no case of this id.
                </p>
              ) : detail?.error ? (
                <ErrorBand
                  message={`The case could not be loaded. ${errorMessage(detail.error)}`}
                  onRetry={() => void detail.refetch()}
                />
              ) : (
                <Skeleton className="h-32" />
              )}
            </li>
          );
        })}
      </ul>
      {known !== undefined && (
        <div className="grid gap-4 border-t pt-4 md:grid-cols-2">
          <Part title="Expected">
            {known.expected === null ? (
              <p className="text-muted text-sm">None given.</p>
            ) : (
              <CodeBlock label="Expected" text={asText(known.expected)} />
            )}
          </Part>
          <Part title="Variables">
            <CodeBlock label="Variables" text={JSON.stringify(known.vars, null, 2)} />
          </Part>
        </div>
      )}
    </div>
  );
}

function RunOutput({ item, runId }: { item: CaseDetailResponse; runId: string }) {
  return (
    <>
      {item.repeats.length > 0 && <RepeatLinks runId={runId} item={item} />}
      <div className="flex flex-wrap items-center gap-2 text-muted text-xs tabular-nums">
        <CaseResultBadge item={item} />
        {item.attemptCount > 0 && formatPlural(item.attemptCount, "attempt")}
        {item.providerLatencyMs > 0 && <span>· {formatDuration(item.providerLatencyMs)}</span>}
        {item.costUsd !== null && <span>· {costText(item.costUsd, item.costUnknownCalls)}</span>}
        <Link
          href={`/runs/${runId}?tab=cases&case=${encodeURIComponent(item.caseId)}`}
          className="ml-auto text-accent hover:underline"
        >
          Trace
        </Link>
      </div>
      {item.error !== null && <p className="break-words text-sm">{item.error.message}</p>}
      {item.output === null ? (
        <p className="text-muted text-sm">No output.</p>
      ) : (
        <CodeBlock label="Output" text={item.output} />
      )}
      {item.scores.length > 0 && <CaseScores scores={item.scores} />}
    </>
  );
}

/** The repeats of the case, and which of them is shown below. */
function RepeatLinks({ runId, item }: { runId: string; item: CaseDetailResponse }) {
  const router = useRouter();
  const open = (caseId: string) => router.push(`/runs/${runId}?tab=cases&case=${encodeURIComponent(caseId)}`);
  return <RepeatStrip runId={runId} repeats={item.repeats} current={item.caseId} onOpen={open} />;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1.5 font-semibold text-sm">{title}</h3>
      {children}
    </section>
  );
}

function isMissing(error: Error | null | undefined): boolean {
  return error instanceof ApiError && error.code === "not-found";
}

function asText(value: CaseDetailResponse["expected"]): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
