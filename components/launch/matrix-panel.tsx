"use client";

import { caseCountWords } from "@/lib/core/repeats/case-count-words";
import { formatCount, formatDuration, formatMoney, formatRate, UNKNOWN } from "@/lib/format";
import type { MatrixOutlook } from "./matrix-outlook";

/** Most runs that the engine works at side by side. */
const AT_ONCE = 8;

/** What the runs take together, sharing their pools. */
export function MatrixSentence({ matrix }: { matrix: MatrixOutlook }) {
  const { cells, forecast, shared, costUsd } = matrix;
  const total = cells.reduce((sum, { outlook }) => sum + outlook.input.cases, 0);
  // One form: as many repeats in every cell.
  const cases = caseCountWords({ counts: { total }, repeats: cells[0]?.outlook.input.repeats ?? 1 });
  return (
    <>
      <span className="font-medium text-base">
        {cells.length} runs, {cases}: about {formatDuration(forecast.durationMs)} in all, bounded by{" "}
        {forecast.boundBy === "judge" ? "their judges" : forecast.boundBy}.
      </span>{" "}
      <span className="text-muted">
        {shared.map(
          ({ name, runs, requestsPerSecond }) => `${runs} of them share ${name}'s ${formatRate(requestsPerSecond)}. `,
        )}
        {cells.length > AT_ONCE && `${AT_ONCE} work side by side, the others wait for their turn. `}
        {costUsd !== null && costUsd > 0 && `≈ ${formatMoney(costUsd)} together.`}
      </span>
    </>
  );
}

/** The runs that one press would start, and what each would take alone. */
export function MatrixTable({ cells }: Pick<MatrixOutlook, "cells">) {
  const priced = cells.some(({ outlook }) => (outlook.cost?.usd ?? 0) > 0);
  return (
    <section
      aria-label="The matrix"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
      tabIndex={0}
      className="relative mt-2 max-h-56 overflow-auto rounded-md border bg-bg"
    >
      <table className="w-full text-xs tabular-nums" aria-label="Runs of the matrix">
        <thead className="text-left text-muted">
          <tr className="border-b">
            <th scope="col" className="px-2 py-1 font-medium">
              Run
            </th>
            <th scope="col" className="px-2 py-1 text-right font-medium">
              Cases
            </th>
            <th scope="col" className="px-2 py-1 text-right font-medium">
              Alone
            </th>
            {priced && (
              <th scope="col" className="px-2 py-1 text-right font-medium">
                Cost
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {cells.map(({ label, outlook }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two cells may have one label
            <tr key={at} className="border-b last:border-b-0">
              <td className="max-w-40 truncate px-2 py-1" title={label}>
                {label}
              </td>
              <td className="px-2 py-1 text-right">{formatCount(outlook.input.cases)}</td>
              <td className="whitespace-nowrap px-2 py-1 text-right">{formatDuration(outlook.figures.durationMs)}</td>
              {priced && (
                <td className="px-2 py-1 text-right">
                  {outlook.cost == null ? UNKNOWN : formatMoney(outlook.cost.usd)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
