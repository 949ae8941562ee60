"use client";

import Link from "next/link";
import { parseAsInteger, useQueryStates } from "nuqs";
import type { PresetDetailResponse, PresetVersionResponse } from "@/lib/contracts/presets";
import { unifiedLimitsDiff } from "@/lib/core/presets/limits-effect";
import { useCrumb } from "../layout/crumb";
import { diffLimits } from "../limit-fields/limit-rows";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { CodeBlock } from "../ui/code-block";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { Select } from "../ui/select";
import { CopyLink } from "./copy-link";
import { DiffEffect } from "./diff-effect";
import { LoadedPreset } from "./loaded-preset";

/** Two versions side by side, with what the change does to a run. */
export function PresetDiff({ slug }: { slug: string }) {
  return <LoadedPreset slug={slug}>{(preset) => <VersionsCompared preset={preset} />}</LoadedPreset>;
}

function VersionsCompared({ preset }: { preset: PresetDetailResponse }) {
  useCrumb(`${preset.name}, compared`);
  const [asked, setAsked] = useQueryStates({ from: parseAsInteger, to: parseAsInteger }, { history: "push" });
  const find = (n: number | null) => preset.history.find((version) => version.n === n);
  const to = find(asked.to) ?? preset.latest;
  const from = find(asked.from) ?? find(to.parent) ?? find(to.n - 1) ?? to;
  const missing = [asked.from, asked.to].filter((n) => n !== null && find(n) === undefined);
  const choose = (change: { from?: number; to?: number }) => {
    setAsked(change).catch(() => {
      // The address bar may refuse for a moment; the page shows the choice all the same.
    });
  };
  return (
    <>
      <PageHeader
        title={
          <>
            <Link href={`/presets/${preset.slug}`} className="hover:underline">
              {preset.name}
            </Link>
            : v{from.n} and v{to.n}
          </>
        }
        description={`${versionText(from)} → ${versionText(to)}`}
        actions={
          <>
            <VersionSelect label="From" preset={preset} value={from.n} onChange={(n) => choose({ from: n })} />
            <VersionSelect label="To" preset={preset} value={to.n} onChange={(n) => choose({ to: n })} />
            <Button onClick={() => choose({ from: to.n, to: from.n })}>Swap</Button>
            <CopyLink />
          </>
        }
      />
      {missing.length > 0 && (
        <Notice level="warn" className="mb-3">
          There is no {missing.map((n) => `v${n}`).join(" and no ")} of this preset; its newest is v{preset.latest.n}.
          These versions are compared instead.
        </Notice>
      )}
      {preset.history.length === 1 ? (
        <Notice level="info">This preset has one version only: there is nothing to compare it with yet.</Notice>
      ) : (
        <div className="flex flex-col gap-4">
          <DiffEffect key={`${from.n}-${to.n}`} from={from} to={to} />
          <DiffText preset={preset} from={from} to={to} />
        </div>
      )}
    </>
  );
}

function versionText({ n, author, message }: PresetVersionResponse): string {
  return `v${n} by ${author}${message === null ? "" : ` (${message})`}`;
}

function VersionSelect({
  label,
  preset,
  value,
  onChange,
}: {
  label: string;
  preset: PresetDetailResponse;
  value: number;
  onChange: (n: number) => void;
}) {
  return (
    <Select
      aria-label={label}
      className="w-24"
      value={String(value)}
      onValueChange={(n) => onChange(Number(n))}
      options={preset.history.map((version) => ({
        value: String(version.n),
        label: `v${version.n}`,
        hint: version.message ?? version.author,
      }))}
    />
  );
}

function DiffText({
  preset,
  from,
  to,
}: {
  preset: PresetDetailResponse;
  from: PresetVersionResponse;
  to: PresetVersionResponse;
}) {
  const rows = diffLimits(from.limits, to.limits);
  const text = unifiedLimitsDiff({ before: from.ref, after: to.ref }, rows);
  return (
    <Card>
      <CardHeader title="As text" description={`For a message or a ticket about ${preset.name}.`} />
      <CodeBlock text={text} label="Unified diff" wrap={false} />
    </Card>
  );
}
