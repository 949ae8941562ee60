"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { recentRunsOptions } from "@/lib/client/runs";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { RelativeTime } from "./relative-time";
import { RunStateBadge } from "./run-state-badge";

/** No run has this id: the newest ones instead. */
export function RunNotFound({ runId }: { runId: string }) {
  const { data } = useQuery(recentRunsOptions({ limit: 5 }));
  return (
    <EmptyState
      level={1}
      title="There is no such run"
      action={
        <Button asChild>
          <Link href="/runs">All runs</Link>
        </Button>
      }
    >
      <p>
        No run has the id <span className="font-mono text-xs">{runId}</span>. If it was deleted,{" "}
        <Link
          href={`/activity?object=run:${encodeURIComponent(runId)}`}
          className="text-accent underline underline-offset-2"
        >
          Activity
        </Link>{" "}
        tells by whom.
      </p>
      {data !== undefined && data.items.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1 text-left">
          {data.items.map((run) => (
            <li key={run.id} className="flex min-h-8 items-center gap-3 border-t">
              <Link href={`/runs/${run.id}`} className="min-w-0 flex-1 truncate text-accent hover:underline">
                {run.name}
              </Link>
              <RunStateBadge run={run} />
              <RelativeTime iso={run.createdAt} />
            </li>
          ))}
        </ul>
      )}
    </EmptyState>
  );
}
