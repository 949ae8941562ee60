"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { poolListOptions } from "@/lib/client/pools";
import { runChangesOptions } from "@/lib/client/runs";
import type { RunResponse } from "@/lib/contracts/runs";
import { isTerminal } from "@/lib/core/runs/run-state";
import { formatClock, formatElapsed } from "@/lib/format";
import { LimitsList } from "../limit-fields/limits-list";
import { SavePresetDialog } from "../limit-fields/save-preset-dialog";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { toast } from "../ui/toast";
import { useNow } from "../ui/use-now";
import { limitsAt } from "./limits-at";

/** The limits in force now, and by the slider those at any time of the run. */
export function LimitsOverTime({ run }: { run: RunResponse }) {
  const id = useId();
  const changes = useQuery(runChangesOptions(run.id));
  const pools = useQuery(poolListOptions());
  const now = useNow();
  const [atS, setAtS] = useState<number | null>(null);
  const [saving, setSaving] = useState(false);
  const startMs = run.startedAt === null ? null : Date.parse(run.startedAt);
  const endMs = run.finishedAt !== null && isTerminal(run.state) ? Date.parse(run.finishedAt) : now;
  const pool = pools.data?.find((each) => each.id === run.poolId) ?? null;
  const made = [...(changes.data?.changes ?? []), ...(pool?.changes ?? [])].filter(
    (change) => change.before !== null && startMs !== null && Date.parse(change.at) >= startMs,
  );
  const spanS = startMs === null || endMs === null ? 0 : Math.max(1, Math.ceil((endMs - startMs) / 1000));
  const atMs = startMs === null || atS === null ? null : startMs + atS * 1000;
  const limits =
    atMs === null ? run.effectiveLimits : limitsAt({ ...run, changes: changes.data?.changes ?? [], pool }, atMs);
  const marks = startMs === null ? [] : made.map((change) => Math.round((Date.parse(change.at) - startMs) / 1000));
  const when = atMs === null ? "now" : `at ${formatElapsed((atS ?? 0) * 1000)} (${formatClock(atMs)})`;
  return (
    <Card>
      <CardHeader
        title={
          isTerminal(run.state) && atMs === null ? "Limits at the end" : atMs === null ? "Limits now" : "Limits then"
        }
        description={
          run.limitsScope === "pool"
            ? `Follows the limits of ${run.providerName}`
            : "The run's own, within those of its provider"
        }
        actions={
          <Button size="sm" onClick={() => setSaving(true)}>
            Save as preset…
          </Button>
        }
      />
      {marks.length > 0 && (
        <div className="mb-2">
          <label htmlFor={id} className="flex items-baseline justify-between gap-2 text-muted text-xs">
            In force
            <output htmlFor={id} className="text-fg tabular-nums">
              {isTerminal(run.state) && atMs === null ? "at the end" : when}
            </output>
          </label>
          <input
            id={id}
            type="range"
            min={0}
            max={spanS}
            step={1}
            list={`${id}-changes`}
            value={Math.min(spanS, atS ?? spanS)}
            aria-valuetext={when}
            onChange={(event) => {
              const next = Number(event.target.value);
              setAtS(next >= spanS ? null : next);
            }}
            className="h-6 w-full accent-accent"
          />
          <datalist id={`${id}-changes`}>
            {[...new Set(marks)].map((second) => (
              <option key={second} value={second} />
            ))}
          </datalist>
        </div>
      )}
      <LimitsList limits={limits} />
      <SavePresetDialog
        limits={limits}
        from={run.preset}
        open={saving}
        onOpenChange={setSaving}
        onSaved={(preset) => {
          setSaving(false);
          toast.success(`${preset} is saved`);
        }}
      />
    </Card>
  );
}
