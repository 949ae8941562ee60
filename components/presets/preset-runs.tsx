import Link from "next/link";
import type { PresetDetailResponse } from "@/lib/contracts/presets";
import { Table, TableHead, Td, Th, Tr } from "../ui/table";

/** The newest runs that used any version, with the one they used. */
export function PresetRuns({ runs }: { runs: PresetDetailResponse["recentRuns"] }) {
  return (
    <section aria-labelledby="preset-runs">
      <h2 id="preset-runs" className="mb-2 font-semibold text-base">
        Recent runs
      </h2>
      {runs.length === 0 ? (
        <p className="text-muted text-sm">No run has used this preset.</p>
      ) : (
        <Table label="Recent runs with this preset">
          <TableHead>
            <Th>Run</Th>
            <Th>State</Th>
            <Th>Version</Th>
          </TableHead>
          <tbody>
            {runs.map((run) => (
              <Tr key={run.id}>
                <Td>
                  <Link href={`/runs/${encodeURIComponent(run.id)}`} className="font-medium hover:underline">
                    {run.name}
                  </Link>
                </Td>
                <Td className="text-muted capitalize">{run.state}</Td>
                <Td>
                  <code className="font-mono text-xs">{run.preset}</code>
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}
