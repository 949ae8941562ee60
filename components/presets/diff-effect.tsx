"use client";

import { parseAsFloat, parseAsInteger, useQueryStates } from "nuqs";
import { useState } from "react";
import type { PresetVersionResponse } from "@/lib/contracts/presets";
import { fieldEffect, type LimitsOutlook, limitsOutlook, type ReferenceRun } from "@/lib/core/presets/limits-effect";
import { diffLimits, type LimitDiffRow } from "../limit-fields/limit-rows";
import { Card, CardHeader } from "../ui/card";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { Table, TableHead, Td, Th, Tr } from "../ui/table";
import { NumberInput } from "../ui/text-input";

const BOUNDS = { cases: { min: 1, max: 1_000_000 }, latency: { min: 0.01, max: 600 } } as const;
/** A small one, so that a change of attempts shows at all. */
const RETRIED_SHARE = 0.01;
const USUAL = { n: 1200, latency: 1.2 } as const;

/** The changed limits, and what each of them and all together do to a run of so many cases. */
export function DiffEffect({ from, to }: { from: PresetVersionResponse; to: PresetVersionResponse }) {
  const [all, setAll] = useState(false);
  const [stored, setStored] = useQueryStates(
    { n: parseAsInteger.withDefault(USUAL.n), latency: parseAsFloat.withDefault(USUAL.latency) },
    { history: "replace" },
  );
  const [typed, setTyped] = useState({ n: String(stored.n), latency: String(stored.latency) });
  const read = readReference(typed);
  const reference = read.reference ?? { cases: USUAL.n, latencyMs: USUAL.latency * 1000, retriedShare: RETRIED_SHARE };
  const type = (change: Partial<typeof typed>) => {
    const next = { ...typed, ...change };
    setTyped(next);
    const { reference: valid } = readReference(next);
    if (valid === null) return;
    setStored({ n: valid.cases, latency: valid.latencyMs / 1000 }).catch(() => {
      // The address bar may refuse for a moment; the fields hold the values all the same.
    });
  };
  const rows = diffLimits(from.limits, to.limits).filter((row) => all || row.changed);
  return (
    <Card>
      <CardHeader
        title="What changes"
        description="What each limit alone does to a run of this size, where 1 % of the attempts fail."
        actions={
          <div className="flex flex-wrap items-start gap-2">
            <Field label="Cases" className="w-28" error={read.problems.n}>
              <NumberInput value={typed.n} onChange={(event) => type({ n: event.target.value })} />
            </Field>
            <Field label="Seconds per call" className="w-32" error={read.problems.latency}>
              <NumberInput value={typed.latency} unit="s" onChange={(event) => type({ latency: event.target.value })} />
            </Field>
          </div>
        }
      />
      <EffectTable from={from} to={to} rows={rows} reference={reference} />
      <div className="mt-2">
        <Checkbox checked={all} onCheckedChange={setAll} label="Show unchanged limits too" />
      </div>
      <div className="mt-3 grid gap-3 md:grid-cols-2">
        <Outlook name={`v${from.n}`} outlook={limitsOutlook(from.limits, reference)} />
        <Outlook name={`v${to.n}`} outlook={limitsOutlook(to.limits, reference)} />
      </div>
    </Card>
  );
}

function readReference(typed: { n: string; latency: string }): {
  reference: ReferenceRun | null;
  problems: { n?: string; latency?: string };
} {
  const cases = Number(typed.n.replaceAll(",", "").trim() || Number.NaN);
  const seconds = Number(typed.latency.replace(",", ".").trim() || Number.NaN);
  const within = (value: number, { min, max }: { min: number; max: number }) => value >= min && value <= max;
  const problems: { n?: string; latency?: string } = {};
  if (!Number.isInteger(cases) || !within(cases, BOUNDS.cases)) problems.n = "1 to 1,000,000";
  if (!within(seconds, BOUNDS.latency)) problems.latency = "0.01 to 600 s";
  const valid = problems.n === undefined && problems.latency === undefined;
  return { reference: valid ? { cases, latencyMs: seconds * 1000, retriedShare: RETRIED_SHARE } : null, problems };
}

function EffectTable({
  from,
  to,
  rows,
  reference,
}: {
  from: PresetVersionResponse;
  to: PresetVersionResponse;
  rows: readonly LimitDiffRow[];
  reference: ReferenceRun;
}) {
  if (rows.length === 0) return <p className="text-muted text-sm">Nothing changes: both have the same values.</p>;
  return (
    <Table label={`v${from.n} and v${to.n} compared`}>
      <TableHead>
        <Th>Limit</Th>
        <Th numeric>v{from.n}</Th>
        <Th numeric>v{to.n}</Th>
        <Th className="hidden sm:table-cell">Effect</Th>
      </TableHead>
      <tbody>
        {rows.map((row) => {
          const effect = row.changed ? fieldEffect(row.key, from.limits, to.limits, reference) : "";
          return (
            <Tr key={row.key}>
              <Td className="whitespace-normal">
                <span aria-hidden className="inline-block w-4 text-muted">
                  {row.changed ? "±" : ""}
                </span>
                {row.name}
                {row.changed && <span className="sr-only"> (changed)</span>}
                {/* On a narrow screen a fourth column would be out of sight. */}
                <span className="block pl-4 text-muted text-xs sm:hidden">{effect}</span>
              </Td>
              <Td numeric className="text-muted">
                {row.before}
              </Td>
              <Td numeric className={row.changed ? "font-semibold" : "text-muted"}>
                {row.after}
              </Td>
              <Td className="hidden min-w-64 whitespace-normal text-muted text-xs sm:table-cell">{effect}</Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function Outlook({ name, outlook }: { name: string; outlook: LimitsOutlook }) {
  return (
    <section aria-label={`Forecast with ${name}`} className="min-w-0 rounded-md border bg-bg p-3">
      <h3 className="font-medium text-xs">{name}</h3>
      <p className="text-sm">{outlook.headline}</p>
      <div className="mt-2 flex flex-col gap-1">
        {outlook.notices.map((notice) => (
          <Notice key={notice.id} level={notice.level}>
            <span className="font-medium">{notice.id}</span> {notice.text}
            {notice.fixes.length > 0 && ` Fixes: ${notice.fixes.map(({ label }) => label).join(" · ")}`}
          </Notice>
        ))}
        {outlook.notices.length === 0 && <p className="text-muted text-xs">No remarks.</p>}
      </div>
    </section>
  );
}
