"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { errorMessage } from "@/lib/client/api-client";
import { runAdviceOptions } from "@/lib/client/run-results";
import type { AdviceResponse } from "@/lib/contracts/advice";
import type { RunResponse } from "@/lib/contracts/runs";
import { VERDICT_WORDS } from "@/lib/core/advice/advise-run";
import { formatDuration, formatNumber, formatPercent } from "@/lib/format";
import { VERDICT_FILL } from "../charts/series-look";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { ErrorBand } from "../ui/error-band";
import { Skeleton } from "../ui/skeleton";

type Item = AdviceResponse["items"][number];

/** What a run that is over tells about its limits: what held it back, on what evidence, and a change to make. */
export function AdviceCard({ run }: { run: RunResponse }) {
  const advice = useQuery(runAdviceOptions(run.id));
  return (
    <section aria-label="What to change">
      <Card>
        <CardHeader title="What to change" description="From every recorded second of the run" />
        {advice.isError ? (
          <ErrorBand message={errorMessage(advice.error)} onRetry={() => void advice.refetch()} />
        ) : advice.data === undefined ? (
          <Skeleton className="h-16" />
        ) : (
          <div className="flex flex-col gap-3">
            <ul className="flex flex-col gap-3">
              {advice.data.items.map((item) => (
                <AdviceRow key={item.code} item={item} run={run} />
              ))}
            </ul>
            <TimeShares shares={advice.data.shares} />
          </div>
        )}
      </Card>
    </section>
  );
}

function AdviceRow({ item, run }: { item: Item; run: RunResponse }) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-accent border-l-2 pl-3">
      <div className="min-w-0 max-w-[72ch]">
        <p className="font-medium text-sm">{item.sentence}</p>
        <p className="text-muted text-xs tabular-nums">{item.evidence}</p>
      </div>
      {item.act !== null && <AdviceLink act={item.act} run={run} />}
    </li>
  );
}

function AdviceLink({ act, run }: { act: NonNullable<Item["act"]>; run: RunResponse }) {
  const { requestsPerSecond: rps, concurrency: conc } = act.limits;
  const query = new URLSearchParams();
  if (rps !== undefined) query.set("rps", String(rps));
  if (conc !== undefined) query.set("conc", String(conc));
  const words = [
    rps === undefined ? "" : `${formatNumber(rps)} rps`,
    conc === undefined ? "" : `${formatNumber(conc)} at once`,
  ].filter((part) => part !== "");
  if (act.at === "pool") {
    if (run.poolId !== null) {
      query.set("edit", run.poolId);
      query.set("reason", `What the run ${run.name} showed`);
    }
    return (
      <Button asChild size="sm">
        <Link href={`/limits?${query}`}>Edit the provider's limits: {words.join(", ")}</Link>
      </Button>
    );
  }
  query.set("from", run.id);
  return (
    <Button asChild size="sm">
      <Link href={`/runs/new?${query}`}>New run with {words.join(", ")}</Link>
    </Button>
  );
}

/** A bar of the run's time by what held it back, said in words below. */
function TimeShares({ shares }: { shares: AdviceResponse["shares"] }) {
  if (shares.length === 0) return null;
  return (
    <div>
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-sm">
        {shares.map(({ kind, share }) => (
          <span
            key={kind}
            className="min-w-0.5"
            style={{ flexGrow: share, flexBasis: 0, background: VERDICT_FILL[kind] }}
          />
        ))}
      </div>
      <ul aria-label="Held back by" className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-xs tabular-nums">
        {shares.map(({ kind, seconds, share }) => (
          <li key={kind} className="flex items-center gap-1.5" title={formatDuration(seconds * 1000)}>
            <span
              aria-hidden
              className="size-3 rounded-[2px] border border-control/40"
              style={{ background: VERDICT_FILL[kind] }}
            />
            {VERDICT_WORDS[kind]} <span className="text-muted">{formatPercent(share)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
