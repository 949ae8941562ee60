"use client";

import { Fragment } from "react";
import type { ApplyPresetResponse, ApplyRun } from "@/lib/contracts/presets";
import { formatDuration, formatRelative } from "@/lib/format";
import { limitsSentence } from "../limit-fields/limit-rows";
import { Checkbox } from "../ui/checkbox";
import { Table, TableHead, Td, Th, Tr } from "../ui/table";
import { useNow } from "../ui/use-now";

/** The runs that go on: what they have now, what they would have, and how long what is left would take. */
export function ApplyRuns({
  plan,
  chosen,
  onTick,
}: {
  plan: ApplyPresetResponse;
  chosen: readonly string[];
  onTick: (runId: string, on: boolean) => void;
}) {
  return (
    <Table label="Running runs">
      <TableHead>
        <Th>Run</Th>
        <Th className="hidden sm:table-cell">Now</Th>
        <Th className="hidden sm:table-cell">After</Th>
        <Th className="hidden sm:table-cell">What is left</Th>
      </TableHead>
      <tbody>
        {plan.runs.map((run, at) => {
          const ticked = chosen.includes(run.runId);
          return (
            <Fragment key={run.runId}>
              {!run.inScope && plan.runs[at - 1]?.inScope !== false && (
                <tr>
                  <th scope="rowgroup" colSpan={4} className="px-3 pt-3 pb-1 text-left font-medium text-muted text-xs">
                    Other providers or models than this preset is meant for
                  </th>
                </tr>
              )}
              <Tr className="align-top">
                <Td className="min-w-44 whitespace-normal">
                  <Checkbox
                    checked={ticked}
                    onCheckedChange={(on) => onTick(run.runId, on)}
                    label={<span className="break-words font-medium">{run.name}</span>}
                    hint={`${run.providerName} · ${run.model} · ${run.state}`}
                  />
                  {/* On a narrow screen the other columns stand below the name. */}
                  <div className="mt-1 flex flex-col gap-1 pl-6 sm:hidden">
                    <div>
                      <NowText run={run} />
                    </div>
                    <div>
                      <span className="text-muted text-xs">After: </span>
                      <AfterText run={run} ticked={ticked} />
                    </div>
                    <div>
                      <LeftText run={run} />
                    </div>
                  </div>
                </Td>
                <Td className="hidden min-w-40 whitespace-normal sm:table-cell">
                  <NowText run={run} />
                </Td>
                <Td className="hidden min-w-32 whitespace-normal sm:table-cell">
                  <AfterText run={run} ticked={ticked} />
                </Td>
                <Td className="hidden min-w-40 whitespace-normal sm:table-cell">
                  <LeftText run={run} />
                </Td>
              </Tr>
            </Fragment>
          );
        })}
      </tbody>
    </Table>
  );
}

function AfterText({ run, ticked }: { run: ApplyRun; ticked: boolean }) {
  if (!ticked) return <span className="text-muted">–</span>;
  if (run.change === "") return <span>the same</span>;
  return (
    <>
      <strong className="font-semibold tabular-nums">{run.change}</strong>
      {run.draining && <span className="block text-muted text-xs">drains first</span>}
    </>
  );
}

const OWN = { pool: "follows its pool", run: "limits of its own" } as const;

function NowText({ run }: { run: ApplyRun }) {
  const now = useNow();
  const where = run.version === null ? (run.preset ?? OWN[run.limitsScope]) : `v${run.version}`;
  return (
    <>
      {run.edited === null ? (
        <span>{where}</span>
      ) : (
        <span>
          edited by {run.edited.by}: <span className="tabular-nums">{run.edited.change}</span>
          {now === null ? "" : `, ${formatRelative(run.edited.at, now)}`}
        </span>
      )}
      <span className="block text-muted text-xs">{limitsSentence(run.limits)}</span>
    </>
  );
}

function LeftText({ run }: { run: ApplyRun }) {
  if (run.before === null || run.after === null) return <span className="text-muted">–</span>;
  const before = `${formatDuration(run.before.durationMs)} bounded by ${run.before.boundBy}`;
  const after = `${formatDuration(run.after.durationMs)} bounded by ${run.after.boundBy}`;
  return (
    <>
      <span className="tabular-nums">{before === after ? before : `${before} → ${after}`}</span>
      <span className="block text-muted text-xs">{run.casesLeft === 1 ? "1 case" : `${run.casesLeft} cases`} left</span>
    </>
  );
}
