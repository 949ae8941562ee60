import { useMemo } from "react";
import type { RunDifference } from "@/lib/contracts/compare";
import { Table, TableHead, Td, Th, Tr } from "../../ui/table";
import type { TaggedRun } from "./compared-run";
import { RunTagChip } from "./run-tag-chip";
import { summaryRows } from "./summary-rows";

/** The runs' figures side by side. */
export function SummaryTable({
  runs,
  differences,
}: {
  runs: readonly TaggedRun[];
  differences: readonly RunDifference[];
}) {
  const rows = useMemo(() => summaryRows(runs, differences), [runs, differences]);
  return (
    <section aria-labelledby="compare-summary">
      <h2 id="compare-summary" className="mb-2 font-semibold text-base">
        Summary
      </h2>
      <Table label="Summary of the runs">
        <TableHead>
          <Th className="sticky left-0 z-10 bg-panel">Figure</Th>
          {runs.map((each) => (
            <ComparedTh key={each.run.id} each={each} numeric />
          ))}
        </TableHead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.name}>
              <th
                scope="row"
                title={row.hint}
                className="sticky left-0 z-10 whitespace-nowrap bg-bg px-3 text-left font-normal text-muted"
              >
                {row.name}
                {row.hint !== undefined && <span className="sr-only">, {row.hint}</span>}
              </th>
              {row.cells.map((cell, at) => (
                <Td key={runs[at]?.run.id} numeric className="max-sm:whitespace-normal">
                  {cell.delta !== null && (
                    <span className="mr-2 text-muted text-xs" title={cell.deltaWords}>
                      <span aria-hidden>{cell.delta}</span>
                      <span className="sr-only">{cell.deltaWords}, </span>
                    </span>
                  )}
                  {cell.text}
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

/** A run's letter and name over its column. */
export function ComparedTh({ each, numeric = false }: { each: TaggedRun; numeric?: boolean }) {
  return (
    <Th className="min-w-36">
      <span className={`flex items-center gap-1.5 ${numeric ? "justify-end" : ""}`}>
        <RunTagChip tag={each.tag} />
        <span className="max-w-40 truncate text-fg" title={each.run.name}>
          {each.run.name}
        </span>
        {each.isBase && <span className="font-normal">baseline</span>}
      </span>
    </Th>
  );
}
