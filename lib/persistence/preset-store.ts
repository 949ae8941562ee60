import { DomainError } from "@/lib/core/errors";
import { ANY_SCOPE } from "@/lib/core/presets/preset-scope";
import { type LabelMove, moveLabel, type PresetLabelMoveRecord, toLabelMove } from "./preset-labels";
import {
  detailColumns,
  type NewPreset,
  type NewPresetVersion,
  type PresetDetails,
  type PresetRecord,
  type PresetVersionRecord,
  toPreset,
  toVersion,
  versionColumns,
  WITH_LATEST,
} from "./preset-row";
import type { Database, Transaction } from "./prisma-client";
import { isUniqueViolation } from "./prisma-errors";

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
    const { id, workspaceId, slug, scope = ANY_SCOPE, ...details } = preset;
    try {
      return await this.#db.transaction(async (tx) => {
        await tx.preset.create({
          data: {
            id,
            workspaceId,
            slug,
            ...detailColumns({ ...details, scope }),
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

  /** By name: those in use, the archived, or all. */
  async list(workspaceId: string, which: "in-use" | "archived" | "all" = "in-use"): Promise<PresetRecord[]> {
    const archivedAt = { "in-use": { archivedAt: null }, archived: { archivedAt: { not: null } }, all: {} };
    const rows = await this.#db.read((client) =>
      client.preset.findMany({
        where: { workspaceId, ...archivedAt[which] },
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

  /**
   * Changes name, description and scope of a preset that is not archived, where they still are at the expected revision.
   * @throws DomainError not-found; stale-revision
   */
  updateDetails(
    presetId: string,
    details: PresetDetails,
    { expectedRevision, at }: { expectedRevision: number; at: number },
  ): Promise<PresetRecord> {
    return this.#db.transaction(async (tx) => {
      await holdPreset(tx, presetId, at);
      const { revision } = await findPreset(tx, presetId);
      if (expectedRevision !== revision) throw staleDetails(revision, expectedRevision);
      await tx.preset.update({ where: { id: presetId }, data: { ...detailColumns(details), revision: revision + 1 } });
      return findPreset(tx, presetId);
    });
  }

  /** Puts an archived preset into the lists again; false where it was there. */
  async unarchive(presetId: string, at: number): Promise<boolean> {
    const where = { id: presetId, archivedAt: { not: null } };
    const data = { archivedAt: null, updatedAt: new Date(at) };
    const { count } = await this.#db.read((client) => client.preset.updateMany({ where, data }));
    return count > 0;
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

function staleDetails(revision: number, expected: number): DomainError {
  return new DomainError(
    "stale-revision",
    `The preset's name, description or scope was changed meanwhile: they are at revision ${revision}, and your edit ` +
      `rests on ${expected}. Load it again and repeat the edit.`,
  );
}

function staleVersion(latest: PresetVersionRecord, expected: number): DomainError {
  return new DomainError(
    "stale-revision",
    `The preset was changed by ${latest.author} at ${new Date(latest.createdAt).toISOString()}: its newest version ` +
      `is ${latest.n}, and your edit rests on ${expected}. Load it again and repeat the edit.`,
  );
}
