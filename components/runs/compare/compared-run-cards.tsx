"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { IconButton } from "../../ui/icon-button";
import { RelativeTime } from "../relative-time";
import { RunStateBadge } from "../run-state-badge";
import type { TaggedRun } from "./compared-run";
import { RunTagChip } from "./run-tag-chip";

/** The runs with their letters; any of them can be made the baseline or taken out. */
export function ComparedRunCards({
  runs,
  onSetBase,
  onRemove,
}: {
  runs: readonly TaggedRun[];
  onSetBase: (id: string) => void;
  onRemove: (id: string) => void;
}) {
  return (
    <ul aria-label="Compared runs" className="grid gap-2 sm:grid-cols-[repeat(auto-fill,minmax(20rem,1fr))]">
      {runs.map(({ run, tag, isBase }) => (
        <li key={run.id} className="flex min-w-0">
          <Card className="flex flex-1 flex-col gap-1.5 py-2">
            <div className="flex items-center gap-2">
              <RunTagChip tag={tag} />
              <Link
                href={`/runs/${run.id}`}
                title={run.name}
                className="min-w-0 flex-1 truncate font-medium hover:underline"
              >
                {run.name}
              </Link>
              <IconButton label={`Remove ${tag.letter}`} className="-mr-1.5" onClick={() => onRemove(run.id)}>
                <X aria-hidden />
              </IconButton>
            </div>
            <p className="truncate text-muted text-xs" title={`${run.providerName} · ${run.target.model}`}>
              {run.target.model} · {run.datasetName}
            </p>
            <div className="flex min-h-7 flex-wrap items-center justify-between gap-2 text-muted text-xs">
              <span className="flex items-center gap-2">
                <RunStateBadge run={run} />
                <RelativeTime iso={run.startedAt ?? run.createdAt} />
              </span>
              {isBase ? (
                <Badge tone="neutral">Baseline</Badge>
              ) : (
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Set ${tag.letter} as baseline`}
                  onClick={() => onSetBase(run.id)}
                >
                  Set baseline
                </Button>
              )}
            </div>
          </Card>
        </li>
      ))}
    </ul>
  );
}
