"use client";

import { useQuery } from "@tanstack/react-query";
import { ApiError, errorMessage } from "@/lib/client/api-client";
import { runOptions } from "@/lib/client/runs";
import { ErrorBand } from "../ui/error-band";
import { RunNotFound } from "./run-not-found";
import { RunSkeleton } from "./run-skeleton";
import { RunView } from "./run-view";

/** The page of one run: live while it goes on, the same page once it is over. */
export function RunPage({ runId }: { runId: string }) {
  const { data: run, error, refetch, isFetching } = useQuery(runOptions(runId));
  // Also where it was here a moment ago: somebody may have deleted it.
  if (error instanceof ApiError && error.status === 404) return <RunNotFound runId={runId} />;
  if (run !== undefined) return <RunView run={run} />;
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
