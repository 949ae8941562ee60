"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronRight, Plus, Upload } from "lucide-react";
import Link from "next/link";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { presetScopeText } from "@/lib/client/preset-scope-text";
import { archivedPresetsOptions, presetListOptions } from "@/lib/client/presets";
import type { PresetResponse } from "@/lib/contracts/presets";
import { formatClock, formatExact, formatFullTime, formatRelative } from "@/lib/format";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { ErrorBand } from "../ui/error-band";
import { PageHeader } from "../ui/page-header";
import { SkeletonRows } from "../ui/skeleton";
import { parseAsSwitch } from "../ui/switch-param";
import { Table, TableHead, Td, Th, Tr } from "../ui/table";
import { UrlNotice } from "../ui/url-notice";
import { useNow } from "../ui/use-now";
import { useRowKeys } from "../ui/use-row-keys";
import { BringBack } from "./bring-back";
import { ImportPreset } from "./import-preset";
import { PresetStarters } from "./preset-starters";
import { usedByAnyText } from "./used-by-text";

const COLUMNS = ["160px", "96px", "40px", "36px", "36px", "36px", "32px", "72px", "96px", "140px"];

const ARCHIVED = parseAsSwitch.withDefault(false);

/** Named limits that the team shares; those that are archived on request. */
export function PresetList() {
  const { data: presets, error, refetch, isFetching, dataUpdatedAt } = useQuery(presetListOptions());
  const archived = useQuery(archivedPresetsOptions());
  const [showArchived, setShowArchived] = useQueryState("archived", ARCHIVED);
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
      <UrlNotice params={{ archived: ARCHIVED }} />
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
      {archived.data !== undefined && archived.data.length > 0 && (
        <div className="mt-3 flex flex-col gap-3">
          <Button
            size="sm"
            variant="ghost"
            className="self-start"
            aria-expanded={showArchived}
            onClick={() => {
              setShowArchived(!showArchived).catch(() => {
                // The address bar may refuse for a moment; the page shows the choice all the same.
              });
            }}
          >
            {showArchived ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
            {formatExact(archived.data.length)} archived
          </Button>
          {showArchived && <PresetTable label="Archived presets" presets={archived.data} />}
        </div>
      )}
      {importing && <ImportPreset onClose={() => setImporting(false)} />}
    </>
  );
}

function PresetTable({
  presets,
  label = "Presets",
}: {
  presets: readonly PresetResponse[] | undefined;
  label?: string;
}) {
  const rows = useRowKeys<HTMLTableSectionElement>();
  return (
    <Table label={label} aria-busy={presets === undefined}>
      <TableHead>
        <Th>Name</Th>
        <Th>For</Th>
        <Th numeric>rps</Th>
        <Th numeric>Burst</Th>
        <Th numeric>At once</Th>
        <Th numeric>Attempts</Th>
        <Th numeric>Version</Th>
        <Th>Labels</Th>
        <Th>Used by</Th>
        <Th>{label === "Presets" ? "Changed" : <span className="sr-only">Bring back</span>}</Th>
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
      <Td className="max-w-60 truncate text-muted">{presetScopeText(preset.scope) ?? "any"}</Td>
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
        {preset.archivedAt !== null ? (
          <BringBack preset={preset} />
        ) : (
          <>
            {author}
            <time dateTime={createdAt} title={now === null ? undefined : formatFullTime(createdAt)}>
              {now === null ? "" : ` · ${formatRelative(createdAt, now)}`}
            </time>
          </>
        )}
      </Td>
    </Tr>
  );
}
