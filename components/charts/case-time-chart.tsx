"use client";

import { memo } from "react";
import { formatDuration, formatPercent } from "@/lib/format";
import { ChartFrame } from "./chart-frame";
import { Swatch } from "./chart-legend";
import { type CaseTimeData, type CaseTimeInput, prepareCaseTime, type TimePart } from "./prepare-case-time";
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
      table={() => ({
        columns: ["Part", "Mean of a case", "Share", "Expected at launch"],
        rows: (data?.slices ?? []).map(({ part, meanMs, share }) => [
          PART[part].label,
          formatDuration(meanMs),
          formatPercent(share),
          part === "call" ? formatDuration(input.expectedCallMs) : "–",
        ]),
      })}
    >
      {data === null ? <div className="h-6 rounded-sm bg-sunken" /> : <Bar data={data} />}
      <table className="mt-2 w-full text-xs tabular-nums">
        <tbody>
          {(Object.keys(PART) as TimePart[]).map((part) => {
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
                <td className="w-14 text-right text-muted">
                  {slice === undefined || slice.meanMs === null ? "" : formatPercent(slice.share)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ChartFrame>
  );
});

function Bar({ data }: { data: CaseTimeData }) {
  let left = 0;
  return (
    <div className="relative h-6">
      <svg aria-hidden="true" width="100%" height="20" className="block rounded-sm">
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
      {data.expectedCallEnd !== null && (
        <span
          aria-hidden
          title="Calls would end here if they took what the launch expected"
          className="absolute -top-0.5 h-6 w-0.5 bg-fg"
          style={{ left: `${(data.expectedCallEnd * 100).toFixed(2)}%` }}
        />
      )}
    </div>
  );
}

function sentence(data: CaseTimeData | null, { done, expectedCallMs }: CaseTimeInput): string {
  if (data === null)
    return done === 0 ? "No case has finished yet." : "Calls were not summed up when this run was made.";
  const parts = data.slices
    .filter(({ meanMs }) => meanMs !== null)
    .map(({ part, meanMs }) => `${PART[part].short} ${formatDuration(meanMs)}`);
  const expected = expectedCallMs === null ? "" : `; the launch expected calls of ${formatDuration(expectedCallMs)}`;
  return `${parts.join(", ")}${expected}.`;
}
