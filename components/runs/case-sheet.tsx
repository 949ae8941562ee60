"use client";

import { useQuery } from "@tanstack/react-query";
import { Link2, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { errorMessage, isGone } from "@/lib/client/api-client";
import { runCaseOptions } from "@/lib/client/run-cases";
import type { CaseDetailResponse } from "@/lib/contracts/run-cases";
import type { RunResponse } from "@/lib/contracts/runs";
import { Button } from "../ui/button";
import { copyPageLink } from "../ui/copy-page-link";
import { ErrorBand } from "../ui/error-band";
import { IconButton } from "../ui/icon-button";
import { Sheet } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import { AttemptTimeline } from "./attempt-timeline";
import { CaseDifference } from "./case-difference";
import { CaseName } from "./case-name";
import { CaseResultBadge } from "./case-result-badge";
import { CaseScores } from "./case-scores";
import { CaseStepButtons, type CaseSteps, stepByKey } from "./case-step-buttons";
import { CopyCurl } from "./copy-curl";
import { LongText } from "./long-text";
import { RepeatStrip } from "./repeat-strip";

/** One case: what went in, what came out, how it was scored and where its time went. `J` and `K` step through the list. */
export function CaseSheet({
  run,
  caseId,
  onClose,
  onOpen,
  onPrevious,
  onNext,
  onRequeue,
  requeueing,
}: {
  run: RunResponse;
  caseId: string | null;
  onClose: () => void;
  /** Opens another repeat of the case in its place. */
  onOpen: (caseId: string) => void;
  /** Runs a case that is not scored again; null where the run takes none back. */
  onRequeue: ((caseId: string) => void) | null;
  requeueing: boolean;
} & CaseSteps) {
  return (
    <Sheet
      open={caseId !== null}
      onOpenChange={(open) => !open && onClose()}
      title={<CaseTitle run={run} caseId={caseId} />}
      description={`Case of ${run.name}`}
      onKeyDown={(event) => stepByKey(event, { onPrevious, onNext })}
      actions={
        <>
          <CaseStepButtons onPrevious={onPrevious} onNext={onNext} />
          <IconButton label="Copy link" side="bottom" onClick={copyPageLink}>
            <Link2 aria-hidden />
          </IconButton>
        </>
      }
    >
      {caseId !== null && (
        <CaseBody
          key={caseId}
          run={run}
          caseId={caseId}
          onOpen={onOpen}
          onRequeue={onRequeue}
          requeueing={requeueing}
        />
      )}
    </Sheet>
  );
}

/** The run's own id, until it is known which asking of which case it is. */
function CaseTitle({ run, caseId }: { run: RunResponse; caseId: string | null }) {
  const detail = useQuery({ ...runCaseOptions(run.id, caseId ?? ""), enabled: caseId !== null && run.repeats > 1 });
  return (
    <span className="font-mono">
      {detail.data === undefined ? <bdi>{caseId}</bdi> : <CaseName item={detail.data} repeats={run.repeats} />}
    </span>
  );
}

function CaseBody({
  run,
  caseId,
  onOpen,
  onRequeue,
  requeueing,
}: {
  run: RunResponse;
  caseId: string;
  onOpen: (caseId: string) => void;
  onRequeue: ((caseId: string) => void) | null;
  requeueing: boolean;
}) {
  const detail = useQuery(runCaseOptions(run.id, caseId));
  if (isGone(detail.error)) return <ErrorBand message="There is no such case in this run." />;
  if (detail.isError) {
    return (
      <ErrorBand
        message={`The case could not be loaded. ${errorMessage(detail.error)}`}
        onRetry={() => void detail.refetch()}
      />
    );
  }
  if (detail.data === undefined) {
    return (
      <div className="flex flex-col gap-3">
        <Skeleton className="w-1/3" />
        <Skeleton className="h-24" />
        <Skeleton className="h-40" />
      </div>
    );
  }
  const item = detail.data;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-2">
        {item.repeats.length > 0 && (
          <RepeatStrip runId={run.id} repeats={item.repeats} current={caseId} onOpen={onOpen} />
        )}
        <div className="flex flex-wrap items-center gap-2">
          <CaseResultBadge item={item} />
          {item.error !== null && (
            <span dir="auto" className="min-w-0 break-words text-sm">
              {item.error.message}
            </span>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          {item.result === "not-scored" && onRequeue !== null && (
            <Button size="sm" busy={requeueing} onClick={() => onRequeue(caseId)}>
              {!requeueing && <RotateCw aria-hidden />}
              Requeue this case
            </Button>
          )}
          <CopyCurl run={run} item={item} />
        </div>
      </div>
      <CaseTexts item={item} />
      {item.scores.length > 0 && (
        <Part title="Scores">
          <CaseScores scores={item.scores} />
        </Part>
      )}
      <Part title="Attempts">
        <AttemptTimeline attempts={item.attempts} />
      </Part>
      <Part title="Input">
        <div className="flex flex-col gap-2">
          {item.messages.length === 0 && <p className="text-muted text-sm">The prompt could not be rendered.</p>}
          {item.messages.map((message, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the messages never change
            <div key={i}>
              <p className="mb-1 text-muted text-xs">{message.role}</p>
              <LongText
                label={`Message of ${message.role}`}
                text={message.content}
                fileName={`${caseId}-${message.role}.txt`}
              />
            </div>
          ))}
        </div>
      </Part>
    </div>
  );
}

/** What came and what was expected, and of a failed case how they differ. */
function CaseTexts({ item }: { item: CaseDetailResponse }) {
  const { output, expected, caseId } = item;
  return (
    <>
      <Part title="Output">
        {output === null ? (
          <p className="text-muted text-sm">No output.</p>
        ) : (
          <LongText label="Output" text={output} fileName={`${caseId}-output.txt`} />
        )}
      </Part>
      <Part title="Expected">
        {expected === null ? (
          <p className="text-muted text-sm">None given.</p>
        ) : (
          <LongText label="Expected" text={asText(expected)} fileName={`${caseId}-expected.txt`} />
        )}
      </Part>
      {item.result === "failed" && output !== null && expected !== null && (
        <CaseDifference output={output} expected={asText(expected)} />
      )}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 font-semibold text-sm">{title}</h3>
      {children}
    </section>
  );
}

function asText(value: CaseDetailResponse["expected"]): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
