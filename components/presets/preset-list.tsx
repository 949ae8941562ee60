"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Upload } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { presetListOptions } from "@/lib/client/presets";
import type { PresetResponse } from "@/lib/contracts/presets";
import { formatClock, formatExact, formatFullTime, formatRelative } from "@/lib/format";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { ErrorBand } from "../ui/error-band";
import { PageHeader } from "../ui/page-header";
import { SkeletonRows } from "../ui/skeleton";
import { Table, TableHead, Td, Th, Tr } from "../ui/table";
import { useNow } from "../ui/use-now";
import { useRowKeys } from "../ui/use-row-keys";
import { ImportPreset } from "./import-preset";
import { PresetStarters } from "./preset-starters";
import { usedByAnyText } from "./used-by-text";

const COLUMNS = ["160px", "40px", "36px", "36px", "36px", "32px", "72px", "96px", "140px"];

/** Named limits that the team shares. */
export function PresetList() {
  const { data: presets, error, refetch, isFetching, dataUpdatedAt } = useQuery(presetListOptions());
  const [importing, setImporting] = useState(false);
  return (
    <>
      <PageHeader
        title="Presets"
        description="Named limits to share. A version never changes: runs and pools keep the one they were given."
        actions={
          <>
            <Button onClick={() => setImporting(true)}>
              <Upload aria-hidden />
              Import JSON
            </Button>
            <Button asChild variant="primary">
              <Link href="/presets/new">
                <Plus aria-hidden />
                New preset
              </Link>
            </Button>
          </>
        }
      />
      {error !== null && (
        <ErrorBand
          className="mb-3"
          message={`Presets could not be loaded: ${errorMessage(error)}${presets === undefined ? "" : ` Shown as of ${formatClock(dataUpdatedAt)}.`}`}
          busy={isFetching}
          onRetry={() => {
            refetch().catch(() => {
              // The query holds its own error.
            });
          }}
        />
      )}
      {presets?.length === 0 ? (
        <PresetStarters />
      ) : (
        (presets !== undefined || error === null) && <PresetTable presets={presets} />
      )}
      {importing && <ImportPreset onClose={() => setImporting(false)} />}
    </>
  );
}

function PresetTable({ presets }: { presets: readonly PresetResponse[] | undefined }) {
  const rows = useRowKeys<HTMLTableSectionElement>();
  return (
    <Table label="Presets" aria-busy={presets === undefined}>
      <TableHead>
        <Th>Name</Th>
        <Th numeric>rps</Th>
        <Th numeric>Burst</Th>
        <Th numeric>At once</Th>
        <Th numeric>Attempts</Th>
        <Th numeric>Version</Th>
        <Th>Labels</Th>
        <Th>Used by</Th>
        <Th>Changed</Th>
      </TableHead>
      {presets === undefined ? (
        <SkeletonRows rows={3} columns={COLUMNS} />
      ) : (
        <tbody ref={rows}>
          {presets.map((preset) => (
            <PresetRow key={preset.slug} preset={preset} />
          ))}
        </tbody>
      )}
    </Table>
  );
}

function PresetRow({ preset }: { preset: PresetResponse }) {
  const now = useNow();
  const { limits, author, createdAt } = preset.latest;
  return (
    <Tr>
      <Td className="max-w-80">
        <Link href={`/presets/${preset.slug}`} data-row-link className="font-medium hover:underline">
          {preset.name}
        </Link>
        <span className="ml-2 font-mono text-muted text-xs">{preset.slug}</span>
      </Td>
      <Td numeric>{limits.requestsPerSecond}</Td>
      <Td numeric>{formatExact(limits.burst)}</Td>
      <Td numeric>{formatExact(limits.concurrency)}</Td>
      <Td numeric>{limits.retry.attempts}</Td>
      <Td numeric>v{preset.latest.n}</Td>
      <Td>
        {preset.labels.length === 0 ? (
          <span className="text-muted">–</span>
        ) : (
          <span className="flex gap-1">
            {preset.labels.map((label) => (
              <Badge key={label.name}>
                {label.name} <span className="font-normal text-muted">v{label.version}</span>
              </Badge>
            ))}
          </span>
        )}
      </Td>
      <Td className="text-muted">{usedByAnyText(preset.usedBy)}</Td>
      <Td className="text-muted">
        {author}
        <time dateTime={createdAt} title={now === null ? undefined : formatFullTime(createdAt)}>
          {now === null ? "" : ` · ${formatRelative(createdAt, now)}`}
        </time>
      </Td>
    </Tr>
  );
}
