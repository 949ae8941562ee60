"use client";

import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";

export interface ChartTableData {
  readonly columns: readonly string[];
  /** Newest first. */
  readonly rows: readonly (readonly string[])[];
}

/** As many as a chart draws: the table has the same range. */
const ROWS_MAX = 150;

/** The same figures as text: a snapshot, so that it can be read in peace. */
export function ChartTable({
  caption,
  data,
  takenAt,
  onRefresh,
}: {
  caption: string;
  data: ChartTableData;
  takenAt: string;
  onRefresh: () => void;
}) {
  const shown = data.rows.slice(0, ROWS_MAX);
  return (
    <div>
      <div className="flex flex-wrap items-center justify-between gap-2 pb-1 text-muted text-xs">
        <span>
          As of {takenAt}
          {shown.length < data.rows.length && `; the newest ${shown.length} of ${data.rows.length} rows`}
        </span>
        <span className="flex gap-1">
          <Button size="sm" variant="ghost" onClick={onRefresh}>
            Refresh
          </Button>
          <CopyButton text={toCsv(data)} label="Copy CSV" iconOnly={false} />
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard */}
      <section aria-label={caption} tabIndex={0} className="max-h-64 overflow-auto rounded-md border">
        <table className="w-full text-xs tabular-nums">
          <caption className="sr-only">{caption}</caption>
          <thead className="sticky top-0 bg-sunken">
            <tr>
              {data.columns.map((column, i) => (
                <th
                  key={column}
                  scope="col"
                  className={`h-6 whitespace-nowrap px-2 font-medium ${i === 0 ? "text-left" : "text-right"}`}
                >
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row[0]} className="border-t">
                {row.map((cell, i) =>
                  i === 0 ? (
                    <th key={data.columns[i]} scope="row" className="h-6 whitespace-nowrap px-2 text-left font-normal">
                      {cell}
                    </th>
                  ) : (
                    <td key={data.columns[i]} className="whitespace-nowrap px-2 text-right">
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function toCsv(data: ChartTableData): string {
  const quote = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return [data.columns, ...data.rows].map((row) => row.map(quote).join(",")).join("\n");
}
