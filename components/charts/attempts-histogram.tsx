"use client";

import { memo, useState } from "react";
import { formatCount, formatExact, formatPercent } from "@/lib/format";
import { Button } from "../ui/button";
import { ChartFrame } from "./chart-frame";
import { type AttemptsCount, type HistogramBar, prepareHistogram } from "./prepare-histogram";
import { fillOf, LOOK } from "./series-look";

const HEIGHT = 136;

/** C6: what retries cost. A press on a bar shows its cases. */
export const AttemptsHistogram = memo(function AttemptsHistogram({
  attemptsPerCase,
  maxAttempts,
  onPick,
}: {
  attemptsPerCase: readonly AttemptsCount[];
  maxAttempts: number;
  onPick: (attempts: number) => void;
}) {
  const [hideFirst, setHideFirst] = useState(false);
  const bars = prepareHistogram(attemptsPerCase, maxAttempts, hideFirst);
  const retried = bars.filter((bar) => bar.attempts > 1).reduce((sum, bar) => sum + bar.cases, 0);
  const lost = bars.reduce((sum, bar) => sum + bar.lost, 0);
  const total = bars.reduce((sum, bar) => sum + bar.cases, 0);
  const summary =
    total === 0
      ? "No case has finished yet."
      : `${formatCount(total - retried)} of ${formatCount(total)} cases took one attempt; ${formatPercent(retried / total, retried)} took more${lost === 0 ? "" : `; ${formatCount(lost)} gave up (hatched)`}.`;
  return (
    <ChartFrame
      id="chart-histogram"
      title="Attempts per case"
      unit="finished cases"
      summary={summary}
      actions={
        <Button size="sm" variant="ghost" aria-pressed={hideFirst} onClick={() => setHideFirst(!hideFirst)}>
          {hideFirst ? "Show first-try" : "Hide first-try"}
        </Button>
      }
      table={() => ({
        columns: ["Attempts", "Cases", "Share", "Gave up"],
        rows: bars.map((bar) => [
          `${bar.attempts}`,
          formatExact(bar.cases),
          formatPercent(bar.share),
          formatExact(bar.lost),
        ]),
      })}
    >
      <div
        className="grid h-full auto-cols-fr grid-flow-col items-end gap-2 px-2 pt-2"
        style={{ minHeight: HEIGHT + 72 }}
      >
        {bars.map((bar) => (
          <Bar key={bar.attempts} bar={bar} onPick={onPick} />
        ))}
      </div>
    </ChartFrame>
  );
});

function Bar({ bar, onPick }: { bar: HistogramBar; onPick: (attempts: number) => void }) {
  const height = bar.hidden || bar.cases === 0 ? 0 : Math.max(3, Math.round(bar.height * HEIGHT));
  const lostPx = height === 0 || bar.lost === 0 ? 0 : Math.max(3, Math.round(bar.lostShare * height));
  const name = `${bar.attempts}${bar.last ? " (last)" : ""}`;
  return (
    <button
      type="button"
      disabled={bar.cases === 0}
      onClick={() => onPick(bar.attempts)}
      aria-label={`${formatExact(bar.cases)} cases took ${bar.attempts} ${bar.attempts === 1 ? "attempt" : "attempts"}. Show them`}
      className="group flex h-full min-w-0 flex-col items-center justify-end rounded-sm disabled:cursor-default"
    >
      <span className="whitespace-nowrap text-center text-tick leading-tight tabular-nums">
        <span className="font-medium">{bar.hidden ? "hidden" : formatCount(bar.cases)}</span>
        <br />
        <span className="text-muted">{bar.cases === 0 ? "" : formatPercent(bar.share)}</span>
      </span>
      <svg
        aria-hidden="true"
        height={height}
        className="mt-1 block w-full max-w-16 rounded-t-sm group-hover:opacity-80"
      >
        <rect width="100%" height={height} fill={fillOf(LOOK.calling)} fillOpacity={bar.attempts === 1 ? 0.75 : 1} />
        {lostPx > 0 && (
          <>
            <rect width="100%" height={lostPx} fill="var(--panel)" />
            <rect width="100%" height={lostPx} fill={fillOf(LOOK.gaveUp)} stroke={LOOK.gaveUp.color} />
          </>
        )}
      </svg>
      <span className="w-full border-control/60 border-t pt-1 text-center text-muted text-tick tabular-nums">
        {name}
      </span>
    </button>
  );
}
