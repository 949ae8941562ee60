"use client";

import { memo, useState } from "react";
import { formatCount, formatExact, formatPercent, formatPlural } from "@/lib/format";
import { Button } from "../ui/button";
import { ChartFrame } from "./chart-frame";
import {
  type AttemptsCount,
  HISTOGRAM_PARTS,
  type HistogramBar,
  type HistogramPart,
  prepareHistogram,
  type RetryingCount,
} from "./prepare-histogram";
import { fillOf, LOOK, type SeriesLook } from "./series-look";
import { useHiddenSeries } from "./use-hidden-series";

const BARS_LEAST_PX = 136;
/** The words above and under a bar. */
const WORDS_PX = 76;

const PART: Record<HistogramPart, { label: string; look: SeriesLook }> = {
  succeeded: { label: "Answered", look: LOOK.calling },
  retrying: { label: "Still retrying", look: LOOK.backingOff },
  gaveUp: { label: "Gave up", look: LOOK.gaveUp },
};
const LEGEND = HISTOGRAM_PARTS.map((key) => ({ key, ...PART[key] }));

/** C6: what retries cost. A press on a bar shows its cases. */
export const AttemptsHistogram = memo(function AttemptsHistogram({
  attemptsPerCase,
  retrying,
  maxAttempts,
  onPick,
}: {
  attemptsPerCase: readonly AttemptsCount[];
  retrying: readonly RetryingCount[];
  maxAttempts: number;
  onPick: (attempts: number) => void;
}) {
  const [hideFirst, setHideFirst] = useState(false);
  const { hidden, toggle } = useHiddenSeries("chart-histogram");
  const bars = prepareHistogram({ finished: attemptsPerCase, retrying }, maxAttempts, hideFirst, hidden);
  return (
    <ChartFrame
      id="chart-histogram"
      title="Attempts per case"
      unit="cases"
      summary={sentence(bars)}
      keepsUp
      legend={LEGEND}
      hidden={hidden}
      onToggle={toggle}
      actions={
        <Button size="sm" variant="ghost" aria-pressed={hideFirst} onClick={() => setHideFirst(!hideFirst)}>
          {hideFirst ? "Show first-try" : "Hide first-try"}
        </Button>
      }
      table={() => ({
        columns: ["Attempts", "Finished cases", "Share", "Gave up", "Still retrying"],
        rows: bars.map((bar) => [
          `${bar.attempts}`,
          formatExact(bar.cases),
          formatPercent(bar.share),
          formatExact(bar.lost),
          formatExact(bar.retrying),
        ]),
      })}
    >
      <div
        className="grid h-full auto-cols-fr grid-flow-col items-end gap-2 px-2 pt-2"
        style={{ minHeight: BARS_LEAST_PX + WORDS_PX, containerType: "size" }}
      >
        {bars.map((bar) => (
          <Bar key={bar.attempts} bar={bar} onPick={onPick} />
        ))}
      </div>
    </ChartFrame>
  );
});

function sentence(bars: readonly HistogramBar[]): string {
  const sum = (count: (bar: HistogramBar) => number) => bars.reduce((all, bar) => all + count(bar), 0);
  const [total, lost, goingOn] = [sum((bar) => bar.cases), sum((bar) => bar.lost), sum((bar) => bar.retrying)];
  const retried = sum((bar) => (bar.attempts > 1 ? bar.cases : 0));
  const more = goingOn === 0 ? "" : `; ${formatPlural(goingOn, "case")} still retrying`;
  if (total === 0) return `No case has finished yet${more}.`;
  const gaveUp = lost === 0 ? "" : `; ${formatCount(lost)} gave up`;
  return `${formatCount(total - retried)} of ${formatCount(total)} finished cases took one attempt; ${formatPercent(retried / total, retried)} took more${gaveUp}${more}.`;
}

function nameOf({ attempts, cases, retrying }: HistogramBar): string {
  const made = `${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;
  const goOn = retrying === 0 ? "" : `, ${formatExact(retrying)} more go on after ${made}`;
  return `${formatPlural(cases, "case")} took ${made}${goOn}. Show them`;
}

function Bar({ bar, onPick }: { bar: HistogramBar; onPick: (attempts: number) => void }) {
  return (
    <button
      type="button"
      disabled={bar.cases === 0}
      onClick={() => onPick(bar.attempts)}
      aria-label={nameOf(bar)}
      className="group flex h-full min-w-0 flex-col items-center justify-end rounded-sm disabled:cursor-default"
    >
      <span className="whitespace-nowrap text-center text-tick leading-tight tabular-nums">
        {bar.retrying > 0 && (
          <>
            <span className="text-muted">+{formatCount(bar.retrying)} retrying</span>
            <br />
          </>
        )}
        <span className="font-medium">{bar.hidden ? "hidden" : formatCount(bar.cases)}</span>
        <br />
        <span className="text-muted">{bar.cases === 0 ? "" : formatPercent(bar.share)}</span>
      </span>
      <Stack bar={bar} />
      <span className="w-full border-control/60 border-t pt-1 text-center text-muted text-tick tabular-nums">
        {bar.attempts}
        {bar.last ? " (last)" : ""}
      </span>
    </button>
  );
}

/** A case among thousands must still be seen. */
const PART_LEAST_PX = 3;

/** As high as its share of what the frame leaves to the bars. */
function Stack({ bar }: { bar: HistogramBar }) {
  return (
    <span className="mt-1 flex w-full max-w-16 flex-col-reverse overflow-hidden rounded-t-sm group-enabled:group-hover:opacity-80">
      {HISTOGRAM_PARTS.filter((part) => bar.heights[part] > 0).map((part) => {
        const { look } = PART[part];
        const plain = part === "succeeded";
        const height = `calc(${bar.heights[part].toFixed(4)} * (100cqh - ${WORDS_PX}px))`;
        return (
          <svg
            key={part}
            aria-hidden="true"
            className="block w-full shrink-0"
            style={{ height: `max(${PART_LEAST_PX}px, ${height})` }}
          >
            <rect
              data-part={part}
              width="100%"
              height="100%"
              fill={fillOf(look)}
              fillOpacity={plain && bar.attempts === 1 ? 0.75 : 1}
              stroke={plain ? "none" : look.color}
            />
          </svg>
        );
      })}
    </span>
  );
}
