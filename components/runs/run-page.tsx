"use client";

import { useQuery } from "@tanstack/react-query";
import { errorMessage, isGone } from "@/lib/client/api-client";
import { runOptions } from "@/lib/client/runs";
import { ErrorBand } from "../ui/error-band";
import { UrlNotice } from "../ui/url-notice";
import { RunNotFound } from "./run-not-found";
import { RunSkeleton } from "./run-skeleton";
import { RUN_PARAMS } from "./run-url-state";
import { RunView } from "./run-view";

/** The page of one run: live while it goes on, the same page once it is over. */
export function RunPage({ runId }: { runId: string }) {
  const { data: run, error, refetch, isFetching } = useQuery(runOptions(runId));
  // Also where it was here a moment ago: somebody may have deleted it.
  if (isGone(error)) return <RunNotFound runId={runId} />;
  if (run !== undefined) {
    return (
      <>
        <UrlNotice params={RUN_PARAMS} />
        <RunView run={run} />
      </>
    );
  }
  if (error !== null) {
    return (
      <ErrorBand
        message={`The run could not be loaded. ${errorMessage(error)}`}
        onRetry={() => void refetch()}
        busy={isFetching}
      />
    );
  }
  return <RunSkeleton />;
}
