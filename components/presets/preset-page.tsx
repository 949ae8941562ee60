"use client";

import { Download, Ellipsis, History, Pencil } from "lucide-react";
import Link from "next/link";
import { parseAsInteger, parseAsStringLiteral, useQueryState, useQueryStates } from "nuqs";
import { useState } from "react";
import { presetScopeText } from "@/lib/client/preset-scope-text";
import { presetExportPath } from "@/lib/client/presets";
import type { PresetDetailResponse, PresetVersionResponse } from "@/lib/contracts/presets";
import { useCrumb } from "../layout/crumb";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { DropdownMenu, MenuItem } from "../ui/dropdown-menu";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { parseAsSwitch } from "../ui/switch-param";
import { Tabs } from "../ui/tabs";
import { UrlNotice } from "../ui/url-notice";
import { ApplyPreset } from "./apply-preset";
import { ArchivePreset } from "./archive-preset";
import { BringBack } from "./bring-back";
import { CopyLink } from "./copy-link";
import { EditDetails } from "./edit-details";
import { EditPreset } from "./edit-preset";
import { LoadedPreset } from "./loaded-preset";
import { PresetCode } from "./preset-code";
import { PresetLabels } from "./preset-labels";
import { PresetRuns } from "./preset-runs";
import { PresetVersion } from "./preset-version";
import { VersionTimeline } from "./version-timeline";

const TABS = ["values", "code"] as const;
const EDIT = parseAsSwitch.withDefault(false).withOptions({ history: "push" });
const VIEW = { v: parseAsInteger, tab: parseAsStringLiteral(TABS).withDefault("values") };

/** One preset: its versions, what each holds and who uses it. */
export function PresetPage({ slug }: { slug: string }) {
  return <LoadedPreset slug={slug}>{(preset) => <PresetVersions preset={preset} />}</LoadedPreset>;
}

function PresetVersions({ preset }: { preset: PresetDetailResponse }) {
  useCrumb(preset.name);
  const [{ v, tab }, setView] = useQueryStates(VIEW, { history: "push" });
  const [editing, setEditing] = useQueryState("edit", EDIT);
  const [open, setOpen] = useState<"apply" | "archive" | "details" | null>(null);
  const asked = preset.history.find((version) => version.n === v);
  const chosen = asked ?? preset.latest;
  const archived = preset.archivedAt !== null;
  const meantFor = presetScopeText(preset.scope);
  // An edit that was begun before somebody archived it stays, with what was typed.
  const [editable] = useState(!archived);
  const showNewest = () => settle(setView({ v: null }));
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {preset.name}
            <code className="font-mono font-normal text-muted text-xs">{preset.latest.ref}</code>
            {meantFor !== null && <Badge tone="outline">for {meantFor}</Badge>}
            {archived && <Badge tone="idle">Archived</Badge>}
          </span>
        }
        description={preset.description ?? undefined}
        actions={
          <PresetActions
            preset={preset}
            chosen={chosen}
            onEdit={() => settle(setEditing(true))}
            onApply={() => setOpen("apply")}
            onDetails={() => setOpen("details")}
            onArchive={() => setOpen("archive")}
          />
        }
      />
      <UrlNotice params={{ ...VIEW, edit: EDIT }} />
      {archived && (
        <Notice level="info" className="mb-3">
          This preset is archived. Pools and runs that use a version of it keep it; its labels start nothing new.
        </Notice>
      )}
      {v !== null && asked === undefined && (
        <Notice level="warn" className="mb-3">
          There is no v{v} of this preset. This is its newest, v{preset.latest.n}.
        </Notice>
      )}
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[17rem_minmax(0,1fr)]">
        <VersionTimeline
          history={preset.history}
          labels={preset.labels}
          chosen={chosen.n}
          onChoose={(n) => settle(setView({ v: n === preset.latest.n ? null : n }))}
        />
        <Tabs
          label="Preset"
          value={tab}
          onValueChange={(next) => settle(setView({ tab: next }))}
          items={[
            {
              value: "values",
              label: "Values",
              content: (
                <div className="flex min-w-0 flex-col gap-4">
                  <PresetVersion preset={preset} version={chosen} onRestored={showNewest} />
                  <PresetLabels preset={preset} version={chosen} />
                  <PresetRuns runs={preset.recentRuns} />
                </div>
              ),
            },
            { value: "code", label: "Code", content: <PresetCode preset={preset} version={chosen} /> },
          ]}
        />
      </div>
      {editing && editable && (
        <EditPreset
          preset={preset}
          onClose={() => settle(setEditing(null))}
          onSaved={() => {
            settle(setEditing(null));
            showNewest();
          }}
        />
      )}
      {open === "apply" && <ApplyPreset slug={preset.slug} version={chosen} onClose={() => setOpen(null)} />}
      {open === "details" && <EditDetails preset={preset} onClose={() => setOpen(null)} />}
      <ArchivePreset preset={preset} open={open === "archive"} onOpenChange={(on) => setOpen(on ? "archive" : null)} />
    </>
  );
}

function PresetActions({
  preset,
  chosen,
  onEdit,
  onApply,
  onDetails,
  onArchive,
}: {
  preset: PresetDetailResponse;
  chosen: PresetVersionResponse;
  onEdit: () => void;
  onApply: () => void;
  onDetails: () => void;
  onArchive: () => void;
}) {
  const archived = preset.archivedAt !== null;
  return (
    <>
      <CopyLink />
      <DropdownMenu
        trigger={
          <Button aria-label="More actions">
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem asChild>
          <a href={presetExportPath(preset.slug)} download={`${preset.slug}.preset.json`}>
            <Download aria-hidden />
            Export JSON
          </a>
        </MenuItem>
        <MenuItem asChild>
          <Link href={`/activity?object=preset:${preset.slug}`}>
            <History aria-hidden />
            Activity
          </Link>
        </MenuItem>
        {!archived && (
          <MenuItem onSelect={onDetails}>
            <Pencil aria-hidden />
            Edit name and scope…
          </MenuItem>
        )}
        {!archived && (
          <MenuItem danger onSelect={onArchive}>
            Archive…
          </MenuItem>
        )}
      </DropdownMenu>
      {archived ? (
        <BringBack preset={preset} primary />
      ) : (
        <>
          <Button asChild>
            <Link href={`/runs/new?preset=${encodeURIComponent(chosen.ref)}`}>New run with v{chosen.n}</Link>
          </Button>
          <Button onClick={onApply}>Apply v{chosen.n} to running…</Button>
          <Button variant="primary" onClick={onEdit}>
            Edit (makes v{preset.latest.n + 1})
          </Button>
        </>
      )}
    </>
  );
}

function settle(change: Promise<unknown>): void {
  change.catch(() => {
    // The address bar may refuse for a moment; the page shows the choice all the same.
  });
}
