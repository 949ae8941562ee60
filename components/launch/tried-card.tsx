"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { forgetForecasts } from "@/lib/client/forecast";
import { triedCasesOptions } from "@/lib/client/run-cases";
import { discardRunMutation, isActive, resumeRunMutation, runOptions } from "@/lib/client/runs";
import type { RunResponse } from "@/lib/contracts/runs";
import { formatDuration, formatExact, formatMoney, formatPercent, formatTokens } from "@/lib/format";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { ErrorBand } from "../ui/error-band";
import { Notice } from "../ui/notice";
import type { LaunchFormApi } from "./form-api";
import type { LaunchRequest } from "./read-launch";
import { isSameLaunch } from "./same-launch";
import { TriedCase } from "./tried-case";
import { type TriedOutlook, triedOutlook } from "./tried-outlook";
import { TRY_CASES } from "./use-launch-start";

/** A trial's stored state moves twice a second at most. */
const LOOK_MS = 700;

interface TriedProps {
  form: LaunchFormApi;
  request: LaunchRequest | null;
  onGone: (runId: string) => void;
}

/** The first cases of a run, to be looked at before the others are paid for. Going on counts them in. */
export function TriedCard({ runId, form, request, onGone }: TriedProps & { runId: string }) {
  const head = useRef<HTMLElement>(null);
  const run = useQuery({
    ...runOptions(runId),
    refetchInterval: ({ state }) => (state.data === undefined || isActive(state.data.state) ? LOOK_MS : false),
  });
  // It appears above the form, and whoever pressed the button is at its end.
  useEffect(() => {
    // In braces: newer browsers give a promise here, which React would take for what cleans up.
    head.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <Card ref={head} aria-label="Tried first" className="scroll-mt-16">
      {run.data !== undefined ? (
        <TriedRun run={run.data} form={form} request={request} onGone={onGone} />
      ) : run.isError ? (
        <ErrorBand
          message={`The tried run could not be read. ${errorMessage(run.error)}`}
          onRetry={() => onGone(runId)}
          retryLabel="Close"
        />
      ) : (
        <p className="text-muted text-sm">Looking up the tried run…</p>
      )}
    </Card>
  );
}

function TriedRun({ run, form, request, onGone }: TriedProps & { run: RunResponse }) {
  const active = isActive(run.state);
  const cases = useQuery(triedCasesOptions(run.id, run.counts.done));
  const items = run.counts.done === 0 ? [] : (cases.data ?? []);
  useForgottenForecasts(active);
  const pool = form.data.context.pools.find(({ id }) => id === run.poolId);
  const outlook = triedOutlook(run, items, pool?.requestsToday ?? 0);
  const wanted = run.tryFirst ?? Math.min(TRY_CASES, run.counts.total);
  const title = active ? `Trying ${wanted} cases: ${run.counts.done} done` : titleAtRest(run);
  return (
    <>
      <CardHeader
        title={<span role="status">{title}</span>}
        description={
          <Link href={`/runs/${encodeURIComponent(run.id)}`} className="underline underline-offset-2 hover:text-fg">
            {run.name}
          </Link>
        }
      />
      {run.state === "paused" && run.stopReason !== null && run.stopReason.code !== "tried" && (
        <Notice level="block" className="mb-2">
          {run.stopReason.message}
        </Notice>
      )}
      {cases.isError && (
        <ErrorBand className="mb-2" message={errorMessage(cases.error)} onRetry={() => cases.refetch()} />
      )}
      {items.length > 0 && (
        <ul className="mb-3 rounded-md border bg-bg px-3" aria-label="Tried cases">
          {items.map((item) => (
            <TriedCase key={item.caseId} runId={run.id} item={item} />
          ))}
        </ul>
      )}
      {outlook !== null && <Measured run={run} outlook={outlook} />}
      {!active && run.state === "paused" && !isSameLaunch(run, request, form.data.context) && (
        <Notice level="info" className="mb-3">
          The form was changed since: the others would run as these were tried. Discard them to try the form as it is
          now.
        </Notice>
      )}
      {!active && <Decision run={run} onGone={onGone} />}
    </>
  );
}

function titleAtRest({ state, counts, stopReason }: RunResponse): string {
  const tried = `${formatExact(counts.done)} of ${formatExact(counts.total)} cases tried`;
  if (state === "paused" && stopReason?.code !== "tried") return `Stopped: ${tried}`;
  if (state === "finished") return `All ${formatExact(counts.total)} cases are done`;
  const scored = counts.passed + counts.failed;
  return scored === 0 ? tried : `${tried}: ${formatPercent(counts.passed / scored)} passed`;
}

function Measured({ run, outlook }: { run: RunResponse; outlook: TriedOutlook }) {
  const { latencyMs, inputTokens, outputTokens, caseUsd, others, forecast, othersUsd } = outlook;
  return (
    <p className="mb-3 text-sm tabular-nums">
      Measured: {formatDuration(latencyMs)} per call, {formatTokens(inputTokens)} tokens in and{" "}
      {formatTokens(outputTokens)} out{caseUsd !== null && !run.cost.free && `, ${formatMoney(caseUsd)} per case`}.{" "}
      {others > 0 && (
        <span className="font-medium">
          The other {formatExact(others)}: about {formatDuration(forecast.durationMs)}, bounded by {forecast.boundBy}
          {othersUsd !== null && !run.cost.free && `, ≈ ${formatMoney(othersUsd)}`}.
        </span>
      )}
    </p>
  );
}

function Decision({ run, onGone }: { run: RunResponse; onGone: (runId: string) => void }) {
  const router = useRouter();
  const resume = useMutation(resumeRunMutation());
  const discard = useMutation(discardRunMutation());
  const others = run.counts.total - run.counts.done;
  const trialOver = run.stopReason?.code === "tried" || run.tryFirst === null;
  const goOn = () =>
    resume.mutate({ id: run.id }, { onSuccess: () => trialOver && router.push(`/runs/${encodeURIComponent(run.id)}`) });
  const error = resume.error ?? discard.error;
  return (
    <>
      {error !== null && <ErrorBand className="mb-2" message={errorMessage(error)} />}
      <div className="flex flex-wrap items-center gap-2">
        {run.state === "paused" && (
          <>
            <Button variant="primary" busy={resume.isPending || resume.isSuccess} onClick={goOn}>
              {trialOver ? `Run the other ${formatExact(others)}` : "Go on trying"}
            </Button>
            <Button
              busy={discard.isPending || discard.isSuccess}
              title="The run is deleted, with what was tried"
              onClick={() => discard.mutate({ id: run.id }, { onSuccess: () => onGone(run.id) })}
            >
              Discard
            </Button>
            {run.stopReason?.code === "auth" && (
              <Button asChild variant="ghost">
                <Link href={`/providers/${encodeURIComponent(run.target.providerId)}`}>Open key settings</Link>
              </Button>
            )}
          </>
        )}
        {run.state !== "paused" && (
          <>
            <Button asChild>
              <Link href={`/runs/${encodeURIComponent(run.id)}`}>Open the run</Link>
            </Button>
            <Button variant="ghost" onClick={() => onGone(run.id)}>
              Close
            </Button>
          </>
        )}
      </div>
    </>
  );
}

/** What was measured just now stands in the form's forecast as well. */
function useForgottenForecasts(active: boolean): void {
  const client = useQueryClient();
  const was = useRef(active);
  useEffect(() => {
    if (was.current && !active) {
      forgetForecasts(client).catch(() => {
        // The form shows what it knew.
      });
    }
    was.current = active;
  }, [active, client]);
}
