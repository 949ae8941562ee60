"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { poolHistoryOptions } from "@/lib/client/pools";
import type { PoolResponse } from "@/lib/contracts/providers";
import { ChartGroup } from "../charts/chart-group";
import { PoolHistoryChart } from "../charts/pool-history-chart";
import { cn } from "../ui/cn";
import { ErrorBand } from "../ui/error-band";
import { Skeleton } from "../ui/skeleton";

/** The chart moves on so often while it is looked at. */
const REFETCH_MS = 5000;

/** How the pool's rate came to be what it is; looked up when it is opened. */
export function RateHistory({ pool }: { pool: PoolResponse }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="mt-2">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="-ml-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 text-muted text-xs hover:text-fg"
      >
        <ChevronRight aria-hidden className={cn("size-3.5", open && "rotate-90")} />
        Rate over time
      </button>
      <div id={id} hidden={!open} className="mt-1">
        {open && <History pool={pool} />}
      </div>
    </div>
  );
}

function History({ pool }: { pool: PoolResponse }) {
  const { data, error, dataUpdatedAt, isFetching, refetch } = useQuery({
    ...poolHistoryOptions(pool.id),
    refetchInterval: REFETCH_MS,
  });
  if (data === undefined) {
    return error === null ? (
      <Skeleton className="h-56" />
    ) : (
      <ErrorBand
        message={`The history could not be loaded: ${errorMessage(error)}`}
        busy={isFetching}
        onRetry={() => {
          refetch().catch(() => {
            // The query holds its own error.
          });
        }}
      />
    );
  }
  const nowRps = pool.pace?.requestsPerSecond ?? pool.limits.requestsPerSecond;
  return (
    <ChartGroup live={false}>
      <PoolHistoryChart poolId={pool.id} entries={data.items} nowRps={nowRps} nowMs={dataUpdatedAt} />
    </ChartGroup>
  );
}
