"use client";

import { useMemo } from "react";
import { Switch } from "../../ui/switch";
import { Table, TableHead, Th } from "../../ui/table";
import type { TaggedRun } from "./compared-run";
import { configRows } from "./config-diff";
import { ComparedTh } from "./summary-table";

/** What the runs were made of; by default only where they differ. */
export function ConfigDiff({
  runs,
  diffOnly,
  onDiffOnly,
}: {
  runs: readonly TaggedRun[];
  diffOnly: boolean;
  onDiffOnly: (on: boolean) => void;
}) {
  const rows = useMemo(() => configRows(runs.map(({ run }) => run)), [runs]);
  const differing = rows.filter((row) => row.differs);
  const shown = diffOnly ? differing : rows;
  return (
    <section aria-labelledby="compare-config">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 id="compare-config" className="font-semibold text-base">
          Configuration
          <span className="ml-2 font-normal text-muted text-xs">
            {differing.length} of {rows.length} settings differ
          </span>
        </h2>
        <Switch label="Only what differs" checked={diffOnly} onCheckedChange={onDiffOnly} />
      </div>
      {shown.length === 0 ? (
        <p className="rounded-lg border border-dashed px-3 py-4 text-muted text-sm">
          The runs have the same configuration. What differs between them came of the model or the provider.
        </p>
      ) : (
        <Table label="Configuration of the runs">
          <TableHead>
            <Th>Setting</Th>
            {runs.map((each) => (
              <ComparedTh key={each.run.id} each={each} />
            ))}
          </TableHead>
          <tbody>
            {shown.map((row) => (
              <tr key={`${row.group} ${row.name}`} className="border-b align-top last:border-b-0">
                <th scope="row" className="whitespace-nowrap px-3 py-1.5 text-left font-normal">
                  <span className="text-muted text-xs">{row.group} · </span>
                  {row.name}
                  {row.differs && !diffOnly && (
                    <span className="ml-1.5 font-semibold">
                      <span aria-hidden>±</span>
                      <span className="sr-only">differs</span>
                    </span>
                  )}
                </th>
                {row.values.map((value, at) => (
                  <td key={runs[at]?.run.id} className="min-w-36 px-3 py-1.5">
                    {row.isText ? (
                      <pre className="max-h-48 max-w-[72ch] overflow-y-auto whitespace-pre-wrap break-words font-mono">
                        {value}
                      </pre>
                    ) : (
                      <span className={row.differs ? "break-words font-medium" : "break-words"}>{value}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}
