"use client";

import { useQuery } from "@tanstack/react-query";
import { Gauge, History, Plus } from "lucide-react";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { errorMessage } from "@/lib/client/api-client";
import { poolListOptions } from "@/lib/client/pools";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ErrorBand } from "../ui/error-band";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { UrlNotice } from "../ui/url-notice";
import { EditPool } from "./edit-pool";
import { LimitsSkeleton } from "./limits-skeleton";
import { PoolCard } from "./pool-card";
import { POOL_EDIT_PARAMS, poolEditStart } from "./pool-edit-url";

/** Limits and live meters of every pool. The meters are looked up each second while the page is in view. */
export function LimitsPage() {
  const { data: pools, error, refetch, isFetching } = useQuery({ ...poolListOptions(), refetchInterval: 1000 });
  const [{ edit: editing, ...filledIn }, setAddress] = useQueryStates(POOL_EDIT_PARAMS, { history: "push" });
  const edited = pools?.find((pool) => pool.id === editing);
  const close = () => {
    setAddress(null).catch(() => {
      // The address bar may refuse for a moment; the panel closes all the same.
    });
  };
  return (
    <>
      <PageHeader
        title="Limits"
        description="What may be sent to each provider, shared by every run and every teammate. Changes take effect at once."
        actions={
          <>
            <Button asChild>
              <Link href="/activity?kind=limits">
                <History aria-hidden />
                Changes
              </Link>
            </Button>
            {/* Where there is none yet, it stands in the middle of the page. */}
            {pools !== undefined && pools.length > 0 && (
              <Button asChild variant="primary">
                <Link href="/providers/new">
                  <Plus aria-hidden />
                  Add provider
                </Link>
              </Button>
            )}
          </>
        }
      />
      <UrlNotice params={POOL_EDIT_PARAMS} />
      {editing !== null && pools !== undefined && edited === undefined && (
        <Notice level="info" className="mb-3" fixes={[{ label: "Close", onApply: close }]}>
          The limits that this address opens are gone: their provider was removed, or the link is mistyped.
        </Notice>
      )}
      {error !== null && (
        <ErrorBand
          className="mb-3"
          message={
            pools === undefined
              ? `Limits could not be loaded: ${errorMessage(error)}`
              : `The meters stand still: ${errorMessage(error)}`
          }
          busy={isFetching}
          onRetry={() => {
            refetch().catch(() => {
              // The query holds its own error.
            });
          }}
        />
      )}
      {pools === undefined ? (
        error === null && <LimitsSkeleton />
      ) : pools.length === 0 ? (
        <EmptyState
          icon={<Gauge aria-hidden />}
          title="No limits yet"
          action={
            <Button asChild variant="primary">
              <Link href="/providers/new">Add provider</Link>
            </Button>
          }
        >
          Add a provider key to set limits. Each provider has a pool that all its calls go through.
        </EmptyState>
      ) : (
        <ul className="flex flex-col gap-3" aria-label="Pools">
          {pools.map((pool) => (
            <PoolCard
              key={pool.id}
              pool={pool}
              stale={error !== null}
              onEdit={() => void setAddress({ edit: pool.id, rps: null, conc: null, reason: null })}
            />
          ))}
        </ul>
      )}
      {edited !== undefined && (
        <EditPool key={edited.id} pool={edited} start={poolEditStart(filledIn)} onClose={close} />
      )}
    </>
  );
}
