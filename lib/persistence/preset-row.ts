import { type Limits, limitsSchema } from "@/lib/core/limits/limits";
import type { PresetScope } from "@/lib/core/presets/preset-scope";
import type { Preset, PresetLabel, PresetVersion } from "./generated/sqlite/client";
import { type PresetLabelRecord, toLabel } from "./preset-labels";
import { parseStored } from "./stored-json";
import { storableText, storableTextOrNull } from "./stored-text";

/** One version of a preset; immutable. `createdAt` is epoch ms. */
export interface PresetVersionRecord {
  readonly id: string;
  readonly n: number;
  readonly limits: Limits;
  readonly message: string | null;
  readonly author: string;
  readonly createdAt: number;
  /** The version this one was made from; null for the first. */
  readonly parent: number | null;
}
export interface PresetRecord {
  readonly id: string;
  readonly workspaceId: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly scope: PresetScope;
  /** Counts the edits of name, description and scope. */
  readonly revision: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Set by delete: runs and pools that pin a version keep it. */
  readonly archivedAt: number | null;
  /** The newest version; its number is also how many there are. */
  readonly latest: PresetVersionRecord;
  /** By name. */
  readonly labels: readonly PresetLabelRecord[];
}
export interface NewPreset {
  readonly id: string;
  readonly workspaceId: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  /** Absent: it is meant for any. */
  readonly scope?: PresetScope;
}
/** What of a preset is no version: it can be changed. */
export interface PresetDetails {
  readonly name: string;
  readonly description: string | null;
  readonly scope: PresetScope;
}
export interface NewPresetVersion {
  readonly id: string;
  readonly limits: Limits;
  readonly message: string | null;
  readonly author: string;
  /** From where it was saved, for the record of who did what. */
  readonly source?: "ui" | "api";
  readonly createdAt: number;
}

type PresetWithLatest = Preset & { versions: PresetVersion[]; labels: PresetLabel[] };
export const WITH_LATEST = {
  versions: { orderBy: { n: "desc" as const }, take: 1 },
  labels: { orderBy: { name: "asc" as const } },
};

export function toVersion(row: PresetVersion): PresetVersionRecord {
  return {
    id: row.id,
    n: row.n,
    limits: parseStored(limitsSchema, row.limits),
    message: row.message,
    author: row.author,
    createdAt: row.createdAt.getTime(),
    parent: row.parent,
  };
}

export function toPreset(row: PresetWithLatest): PresetRecord {
  const latest = row.versions[0];
  if (latest === undefined) throw new Error(`preset ${row.id} has no version`);
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    slug: row.slug,
    name: row.name,
    description: row.description,
    scope: { provider: row.scopeProvider, model: row.scopeModel },
    revision: row.revision,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
    archivedAt: row.archivedAt?.getTime() ?? null,
    latest: toVersion(latest),
    labels: row.labels.map(toLabel),
  };
}

export function detailColumns({ name, description, scope }: PresetDetails) {
  return {
    name: storableText(name),
    description: storableTextOrNull(description),
    scopeProvider: storableTextOrNull(scope.provider),
    scopeModel: storableTextOrNull(scope.model),
  };
}

export function versionColumns(presetId: string, version: NewPresetVersion, n: number, parent: number | null) {
  return {
    id: version.id,
    presetId,
    n,
    parent,
    limits: JSON.stringify(version.limits),
    message: storableTextOrNull(version.message),
    author: storableText(version.author),
    source: version.source ?? null,
    createdAt: new Date(version.createdAt),
  };
}
