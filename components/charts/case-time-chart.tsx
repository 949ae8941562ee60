"use client";

import { memo } from "react";
import { formatDuration, formatPercent } from "@/lib/format";
import { ChartFrame } from "./chart-frame";
import { useChartGroup } from "./chart-group";
import { Swatch } from "./chart-legend";
import {
  type CaseTimeData,
  type CaseTimeInput,
  type CaseTimeSlice,
  prepareCaseTime,
  TIME_PARTS,
  type TimePart,
} from "./prepare-case-time";
import { fillOf, LOOK, type SeriesLook } from "./series-look";

const PART: Record<TimePart, { label: string; short: string; look: SeriesLook }> = {
  wait: { label: "Limiter wait", short: "wait", look: LOOK.waiting },
  call: { label: "Calling", short: "call", look: LOOK.calling },
  backoff: { label: "Backoff", short: "backoff", look: LOOK.backingOff },
  overhead: { label: "Our overhead", short: "overhead", look: LOOK.overhead },
};

/** C5: where the time of a case goes: our wait, the provider, or pushed back. */
export const CaseTimeChart = memo(function CaseTimeChart(input: CaseTimeInput) {
  const data = prepareCaseTime(input);
  return (
    <ChartFrame
      id="chart-case-time"
      title="Where a case's time goes"
      unit="mean"
      summary={sentence(data, input)}
      keepsUp
      table={() => ({
        columns: ["Part", "Mean of a case", "Share", "Expected at launch"],
        rows: (data?.slices ?? []).map(({ part, meanMs, share, expectedMs }) => [
          PART[part].label,
          formatDuration(meanMs),
          formatPercent(share),
          formatDuration(expectedMs),
        ]),
      })}
    >
      {data === null ? <div className="h-6 rounded-sm bg-sunken" /> : <Bar data={data} />}
      <Parts data={data} expects={input.expected !== null} />
    </ChartFrame>
  );
});

/** Each part in figures, with what the launch expected of it where it expected anything. */
function Parts({ data, expects }: { data: CaseTimeData | null; expects: boolean }) {
  const { live } = useChartGroup();
  return (
    <table className="mt-2 w-full text-xs tabular-nums">
      {expects && (
        <thead className="text-muted">
          <tr className="h-5">
            <th scope="col" className="text-left font-normal">
              <span className="sr-only">Part</span>
            </th>
            <th scope="col" className="text-right font-normal">
              {live ? "so far" : "took"}
            </th>
            <th scope="col" className="text-right font-normal">
              <span className="sr-only">Share</span>
            </th>
            <th scope="col" className="text-right font-normal">
              expected
            </th>
          </tr>
        </thead>
      )}
      <tbody>
        {TIME_PARTS.map((part) => {
          const slice = data?.slices.find((each) => each.part === part);
          return (
            <tr key={part} className="h-6">
              <th scope="row" className="text-left font-normal">
                <span className="inline-flex items-center gap-1.5">
                  <Swatch look={PART[part].look} />
                  {PART[part].label}
                </span>
              </th>
              <td className="text-right">{formatDuration(slice?.meanMs)}</td>
              <td className="w-11 text-right text-muted">
                {slice === undefined || slice.meanMs === null ? "" : formatPercent(slice.share)}
              </td>
              {expects && <td className="w-16 text-right text-muted">{formatDuration(slice?.expectedMs)}</td>}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Bar({ data }: { data: CaseTimeData }) {
  let left = 0;
  return (
    <div className="relative h-6 pt-0.5">
      <svg aria-hidden="true" width={`${(data.width * 100).toFixed(2)}%`} height="20" className="block rounded-sm">
        {data.slices.map(({ part, share }) => {
          const from = left;
          left += share;
          const { look } = PART[part];
          return (
            <rect
              key={part}
              x={`${(from * 100).toFixed(3)}%`}
              width={`${(share * 100).toFixed(3)}%`}
              height="20"
              fill={fillOf(look)}
              fillOpacity={part === "call" ? 0.75 : 1}
            />
          );
        })}
      </svg>
      {data.expectedEnds.map(({ part, at }) => (
        <span
          key={part}
          aria-hidden
          data-expected={part}
          title={`${PART[part].label} would end here by what the launch expected`}
          className="absolute top-0 h-6 w-0.5 -translate-x-1/2 bg-fg outline outline-1 outline-panel"
          style={{ left: `${(at * 100).toFixed(2)}%` }}
        />
      ))}
    </div>
  );
}

function sentence(data: CaseTimeData | null, { done }: CaseTimeInput): string {
  if (data === null)
    return done === 0 ? "No case has finished yet." : "Calls were not summed up when this run was made.";
  const words = (pick: (slice: CaseTimeSlice) => number | null) =>
    data.slices
      .flatMap((slice) => {
        const ms = pick(slice);
        return ms === null ? [] : [`${PART[slice.part].short} ${formatDuration(ms)}`];
      })
      .join(", ");
  const expected = words((slice) => slice.expectedMs);
  return `${words((slice) => slice.meanMs)}${expected === "" ? "" : `; the launch expected ${expected}`}.`;
}
