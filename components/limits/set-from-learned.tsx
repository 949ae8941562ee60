"use client";

import { errorMessage } from "@/lib/client/api-client";
import type { PoolResponse } from "@/lib/contracts/providers";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { limitsFromLearned } from "@/lib/core/limits/limit-drift";
import { mergeLimits } from "@/lib/core/limits/merge-limits";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { knownLimits, type LearnedRow } from "./learned-rows";
import { useChangePool } from "./use-change-pool";

/** What is left to others, to rounding, and to the provider's own counting. */
const SHARE = 0.9;

/** Says where the limits have drifted from what the provider reports, and sets them to 90 % of that at one press. */
export function SetFromLearned({ pool, rows }: { pool: PoolResponse; rows: readonly LearnedRow[] }) {
  const change = useChangePool(pool);
  const patch = limitsFromLearned(pool.limits, knownLimits(pool.learned), SHARE);
  const preview = describeLimitChange(pool.limits, mergeLimits(pool.limits, patch));
  const apply = () => {
    if (change.isPending) return;
    const told = rows
      .filter((row) => row.toldAt !== null && row.learned !== "–")
      .map((row) => `${row.name} ${row.learned}`);
    const reason = `90 % of what the provider reports: ${told.join(", ")}`.slice(0, 500);
    change.apply({ limits: patch, reason, revision: pool.revision }, () => {});
  };
  return (
    <>
      <Drift pool={pool} rows={rows} />
      {change.error !== null && <Notice level="block">{errorMessage(change.error)}</Notice>}
      {preview !== "" && (
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Button size="sm" busy={change.isPending} onClick={apply}>
            Set to 90 % of reported
          </Button>
          <span className="text-muted tabular-nums">
            {preview}
            {pool.runs.length > 0 && "; at once, for every run that uses it"}
          </span>
        </p>
      )}
    </>
  );
}

function Drift({ pool, rows }: { pool: PoolResponse; rows: readonly LearnedRow[] }) {
  const above = rows.filter((row) => row.drift === "above");
  const below = rows.filter((row) => row.drift === "far-below");
  return (
    <>
      {above.map((row) => (
        <Notice key={row.dimension} level="warn">
          {row.name}: {row.configured} configured, and {pool.providerName} allows {row.learned}. The pool keeps to that
          while hardly anything is left; set it so that forecasts do, too.
        </Notice>
      ))}
      {below.length > 0 && above.length === 0 && (
        <Notice level="info">
          {pool.providerName} allows more than twice what is configured:{" "}
          {below.map((row) => `${row.name.toLowerCase()} ${row.learned}, configured ${row.configured}`).join("; ")}.
        </Notice>
      )}
    </>
  );
}
