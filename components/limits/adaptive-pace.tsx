"use client";

import type { PoolResponse } from "@/lib/contracts/providers";
import { formatFullTime, formatRate, formatRelative } from "@/lib/format";
import { useNow } from "../ui/use-now";

type Why = NonNullable<NonNullable<PoolResponse["pace"]>["lastChange"]>["why"];
const WHY: Record<Why, string> = {
  refused: ", since the provider refused requests",
  recovering: ", on its way up again",
  learned: ", as the provider reports",
  configured: "",
};

/** What an adaptive pool goes at now, where that is not what it was set to, and why. */
export function AdaptivePace({ pool }: { pool: PoolResponse }) {
  const now = useNow();
  const { pace, limits } = pool;
  const last = pace?.lastChange ?? undefined;
  if (pace === null || pace.requestsPerSecond >= limits.requestsPerSecond) {
    if (!limits.adaptive) return null;
    return <p className="text-muted">Adaptive: goes at the full {formatRate(limits.requestsPerSecond)} now.</p>;
  }
  return (
    <p className="tabular-nums">
      <span className="text-muted">{limits.adaptive ? "Adaptive: " : ""}</span>
      <span className="font-semibold">{formatRate(pace.requestsPerSecond)}</span>
      <span className="text-muted">
        {" in force"}
        {last !== undefined && (
          <>
            {WHY[last.why]}
            {now !== null && (
              <time dateTime={last.at} title={formatFullTime(last.at)}>
                {` (${formatRelative(last.at, now)})`}
              </time>
            )}
          </>
        )}
        {`; ${formatRate(limits.requestsPerSecond)} set.`}
      </span>
    </p>
  );
}
