import { DomainError } from "@/lib/core/errors";
import { type Limits, limitsSchema } from "@/lib/core/limits/limits";
import type { Preset, PresetLabel, PresetVersion } from "./generated/sqlite/client";
import {
  type LabelMove,
  moveLabel,
  type PresetLabelMoveRecord,
  type PresetLabelRecord,
  toLabel,
  toLabelMove,
} from "./preset-labels";
import type { Database, Transaction } from "./prisma-client";
import { isUniqueViolation } from "./prisma-errors";
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
const WITH_LATEST = {
  versions: { orderBy: { n: "desc" as const }, take: 1 },
  labels: { orderBy: { name: "asc" as const } },
};

function toVersion(row: PresetVersion): PresetVersionRecord {
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

function toPreset(row: PresetWithLatest): PresetRecord {
  const latest = row.versions[0];
  if (latest === undefined) throw new Error(`preset ${row.id} has no version`);
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    slug: row.slug,
    name: row.name,
    description: row.description,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
    archivedAt: row.archivedAt?.getTime() ?? null,
    latest: toVersion(latest),
    labels: row.labels.map(toLabel),
  };
}

function versionColumns(presetId: string, version: NewPresetVersion, n: number, parent: number | null) {
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

/** Presets with their versions. A version never changes once it is written. */
export class PresetStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Stores a preset with its version 1, and those that follow it.
   * @throws DomainError conflict where the slug is taken, also by a deleted preset
   */
  async create(
    preset: NewPreset,
    version: NewPresetVersion,
    further: readonly NewPresetVersion[] = [],
  ): Promise<PresetRecord> {
    const at = new Date(version.createdAt);
    try {
      return await this.#db.transaction(async (tx) => {
        await tx.preset.create({
          data: {
            ...preset,
            name: storableText(preset.name),
            description: storableTextOrNull(preset.description),
            createdAt: at,
            updatedAt: at,
          },
        });
        await tx.presetVersion.create({ data: versionColumns(preset.id, version, 1, null) });
        await appendVersions(tx, preset.id, further, 1);
        return findPreset(tx, preset.id);
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new DomainError(
        "conflict",
        `The preset "${preset.slug}" exists already (deleted ones keep their slug). Choose another slug or add a version.`,
        [{ path: "slug", message: "this slug is taken" }],
        { cause: error },
      );
    }
  }

  /** By name, without the archived unless asked for. */
  async list(workspaceId: string, options: { archived?: boolean } = {}): Promise<PresetRecord[]> {
    const rows = await this.#db.read((client) =>
      client.preset.findMany({
        where: { workspaceId, ...(options.archived === true ? {} : { archivedAt: null }) },
        orderBy: [{ name: "asc" }, { slug: "asc" }],
        include: WITH_LATEST,
      }),
    );
    return rows.map(toPreset);
  }

  /** Also finds archived presets. */
  async get(workspaceId: string, slug: string): Promise<PresetRecord | null> {
    const row = await this.#db.read((client) =>
      client.preset.findUnique({ where: { workspaceId_slug: { workspaceId, slug } }, include: WITH_LATEST }),
    );
    return row === null ? null : toPreset(row);
  }

  /** Newest first. */
  async versions(presetId: string): Promise<PresetVersionRecord[]> {
    const rows = await this.#db.read((client) =>
      client.presetVersion.findMany({ where: { presetId }, orderBy: { n: "desc" } }),
    );
    return rows.map(toVersion);
  }

  async version(presetId: string, n: number): Promise<PresetVersionRecord | null> {
    const row = await this.#db.read((client) =>
      client.presetVersion.findUnique({ where: { presetId_n: { presetId, n } } }),
    );
    return row === null ? null : toVersion(row);
  }

  /**
   * Adds a version made from `parent` (null: from the newest). With `expectedLatest`, only where that still is the newest.
   * Two at once get two numbers.
   * @throws DomainError not-found; stale-revision, which names author and time of the newer version
   */
  addVersion(
    presetId: string,
    version: NewPresetVersion,
    base: { parent: number | null; expectedLatest: number | null },
  ): Promise<PresetRecord> {
    return this.#db.transaction(async (tx) => {
      const latest = await holdPreset(tx, presetId, version.createdAt);
      if (base.expectedLatest !== null && base.expectedLatest !== latest.n) {
        throw staleVersion(latest, base.expectedLatest);
      }
      const data = versionColumns(presetId, version, latest.n + 1, base.parent ?? latest.n);
      await tx.presetVersion.create({ data });
      return findPreset(tx, presetId);
    });
  }

  /** Adds versions one after the other, all or none, on top of `expectedLatest`. @throws DomainError not-found; stale-revision */
  addVersions(
    presetId: string,
    versions: readonly [NewPresetVersion, ...NewPresetVersion[]],
    expectedLatest: number,
  ): Promise<PresetRecord> {
    return this.#db.transaction(async (tx) => {
      const latest = await holdPreset(tx, presetId, versions[0].createdAt);
      if (expectedLatest !== latest.n) throw staleVersion(latest, expectedLatest);
      await appendVersions(tx, presetId, versions, latest.n);
      return findPreset(tx, presetId);
    });
  }

  /** Points a label to a version, or takes it away, and records that. @throws DomainError not-found; stale-revision */
  moveLabel(presetId: string, move: LabelMove): Promise<PresetRecord> {
    return this.#db.transaction(async (tx) => {
      await holdPreset(tx, presetId, move.at);
      await moveLabel(tx, presetId, move);
      return findPreset(tx, presetId);
    });
  }

  /** The newest moves of the preset's labels, newest first. */
  async labelMoves(presetId: string, limit: number): Promise<PresetLabelMoveRecord[]> {
    const rows = await this.#db.read((client) =>
      client.presetLabelMove.findMany({ where: { presetId }, orderBy: { seq: "desc" }, take: limit }),
    );
    return rows.map(toLabelMove);
  }

  /** Takes the preset out of all lists; what pins one of its versions keeps it. @throws DomainError not-found */
  async archive(presetId: string, at: number): Promise<void> {
    const { count } = await this.#db.read((client) =>
      client.preset.updateMany({ where: { id: presetId, archivedAt: null }, data: { archivedAt: new Date(at) } }),
    );
    if (count === 0) throw new DomainError("not-found", "There is no such preset (any more).");
  }
}

async function findPreset(tx: Transaction, presetId: string): Promise<PresetRecord> {
  return toPreset(await tx.preset.findUniqueOrThrow({ where: { id: presetId }, include: WITH_LATEST }));
}

/**
 * The newest version of a preset that is not archived. The first statement holds the preset's row, so that it stays the
 * newest until the transaction is over.
 * @throws DomainError not-found
 */
async function holdPreset(tx: Transaction, presetId: string, changedAt: number): Promise<PresetVersionRecord> {
  const data = { updatedAt: new Date(changedAt) };
  const { count } = await tx.preset.updateMany({ where: { id: presetId, archivedAt: null }, data });
  if (count === 0) throw new DomainError("not-found", "There is no such preset (any more).");
  return (await findPreset(tx, presetId)).latest;
}

async function appendVersions(
  tx: Transaction,
  presetId: string,
  versions: readonly NewPresetVersion[],
  after: number,
): Promise<void> {
  const rows = versions.map((version, at) => versionColumns(presetId, version, after + at + 1, after + at));
  if (rows.length > 0) await tx.presetVersion.createMany({ data: rows });
}

function staleVersion(latest: PresetVersionRecord, expected: number): DomainError {
  return new DomainError(
    "stale-revision",
    `The preset was changed by ${latest.author} at ${new Date(latest.createdAt).toISOString()}: its newest version ` +
      `is ${latest.n}, and your edit rests on ${expected}. Load it again and repeat the edit.`,
  );
}
