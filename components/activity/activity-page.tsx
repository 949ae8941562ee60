"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useMemo } from "react";
import { activityOptions } from "@/lib/client/activity";
import { errorMessage } from "@/lib/client/api-client";
import { formatClock } from "@/lib/format";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ErrorBand } from "../ui/error-band";
import { PageHeader } from "../ui/page-header";
import { UrlNotice } from "../ui/url-notice";
import { ActivityExport } from "./activity-export";
import { ActivityFilterBar } from "./activity-filter-bar";
import { ActivityTable } from "./activity-table";
import { ACTIVITY_PARAMS, toActivityFilters, useActivityFilters } from "./activity-url-state";

/** Who changed what, when, from where and why: for everybody in the workspace, newest first. */
export function ActivityPage() {
  const [state, setState] = useActivityFilters();
  const filters = useMemo(() => toActivityFilters(state), [state]);
  const activity = useInfiniteQuery(activityOptions(filters));
  const entries = activity.data?.pages.flatMap((page) => page.items) ?? [];
  const active = Object.keys(filters).length;
  const clear = () => void setState(null);
  return (
    <>
      <PageHeader
        title="Activity"
        description="Who changed what: limits, runs, presets, providers, datasets and prices."
        actions={<ActivityExport filters={filters} />}
      />
      <UrlNotice params={ACTIVITY_PARAMS} />
      <ActivityFilterBar
        state={state}
        actors={activity.data?.pages[0]?.actors ?? []}
        onChange={(change) => void setState(change)}
        onClear={active > 0 ? clear : undefined}
      />
      {activity.isError && (
        <ErrorBand
          className="mb-3"
          message={`Activity could not be loaded: ${errorMessage(activity.error)}${entries.length > 0 ? ` Shown as of ${formatClock(activity.dataUpdatedAt)}.` : ""}`}
          busy={activity.isFetching}
          onRetry={() => void activity.refetch()}
        />
      )}
      {activity.isSuccess && entries.length === 0 ? (
        active > 0 ? (
          <EmptyState
            title={`Nothing matches ${active === 1 ? "the filter" : `${active} filters`}`}
            action={<Button onClick={clear}>Clear filters</Button>}
          />
        ) : (
          <EmptyState icon={<History aria-hidden />} title="Nothing was changed yet">
            Every change of limits, runs, presets, providers, datasets and prices will be listed here.
          </EmptyState>
        )
      ) : (
        !(activity.isError && entries.length === 0) && (
          <ActivityTable entries={activity.isPending ? undefined : entries} />
        )
      )}
      {activity.hasNextPage && (
        <div className="mt-3 flex justify-center">
          <Button busy={activity.isFetchingNextPage} onClick={() => void activity.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </>
  );
}
