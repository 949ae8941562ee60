import { DomainError } from "@/lib/core/errors";
import type { PresetLabel, PresetLabelMove } from "./generated/sqlite/client";
import { LIMIT_CHANGE_SOURCES, type LimitChangeSource } from "./limit-change";
import type { Transaction } from "./prisma-client";
import { storableText, storableTextOrNull } from "./stored-text";

/** A name that points to a version of a preset. Times are epoch ms. */
export interface PresetLabelRecord {
  readonly name: string;
  readonly n: number;
  readonly movedAt: number;
  readonly movedBy: string;
  readonly reason: string | null;
}

/** One move of a label, as it is kept for good. */
export interface PresetLabelMoveRecord {
  readonly seq: number;
  readonly name: string;
  /** Null: the label was new. */
  readonly from: number | null;
  /** Null: the label was taken away. */
  readonly to: number | null;
  readonly at: number;
  readonly actor: string;
  readonly reason: string | null;
  readonly source: LimitChangeSource;
}

/** Where a label shall point to, who says so and why. */
export interface LabelMove {
  readonly name: string;
  /** Null takes the label away. */
  readonly to: number | null;
  /** The version that the mover saw it at (null: at none); undefined: not checked. */
  readonly expected: number | null | undefined;
  readonly at: number;
  readonly actor: string;
  readonly reason: string | null;
  readonly source: LimitChangeSource;
}

export function toLabel(row: PresetLabel): PresetLabelRecord {
  return { name: row.name, n: row.n, movedAt: row.movedAt.getTime(), movedBy: row.movedBy, reason: row.reason };
}

export function toLabelMove(row: PresetLabelMove): PresetLabelMoveRecord {
  const source = LIMIT_CHANGE_SOURCES.find((known) => known === row.source);
  if (source === undefined) throw new Error(`move ${row.seq} of preset ${row.presetId} has no known source`);
  const { seq, name, fromN, toN, actor, reason } = row;
  return { seq, name, from: fromN, to: toN, at: row.at.getTime(), actor, reason, source };
}

/**
 * Moves a label and records the move; what points there already stays untouched. The caller holds the preset's row.
 * @throws DomainError not-found (the version, or a label to be taken away); stale-revision, which names who moved it
 */
export async function moveLabel(tx: Transaction, presetId: string, move: LabelMove): Promise<void> {
  const where = { presetId_name: { presetId, name: move.name } };
  const before = await tx.presetLabel.findUnique({ where });
  const from = before?.n ?? null;
  if (move.expected !== undefined && move.expected !== from) throw movedMeanwhile(move, before);
  if (from === move.to) {
    if (move.to !== null) return;
    throw new DomainError("not-found", `The preset has no label "${move.name}" (any more).`);
  }
  const movedAt = new Date(move.at);
  const told = { movedAt, movedBy: storableText(move.actor), reason: storableTextOrNull(move.reason) };
  if (move.to === null) {
    await tx.presetLabel.delete({ where });
  } else {
    await requireVersion(tx, presetId, move.to);
    const values = { n: move.to, ...told };
    await tx.presetLabel.upsert({ where, create: { presetId, name: move.name, ...values }, update: values });
  }
  const last = await tx.presetLabelMove.findFirst({ where: { presetId }, orderBy: { seq: "desc" } });
  await tx.presetLabelMove.create({
    data: {
      presetId,
      seq: (last?.seq ?? 0) + 1,
      name: move.name,
      fromN: from,
      toN: move.to,
      at: movedAt,
      actor: told.movedBy,
      reason: told.reason,
      source: move.source,
    },
  });
}

async function requireVersion(tx: Transaction, presetId: string, n: number): Promise<void> {
  if ((await tx.presetVersion.count({ where: { presetId, n } })) > 0) return;
  const message = `The preset has no version ${n}.`;
  throw new DomainError("not-found", message, [{ path: "version", message }]);
}

function movedMeanwhile(move: LabelMove, before: PresetLabel | null): DomainError {
  const now =
    before === null
      ? "is at no version"
      : `was moved to v${before.n} by ${before.movedBy} at ${before.movedAt.toISOString()}`;
  return new DomainError(
    "stale-revision",
    `The label "${move.name}" ${now}. Load the preset again and repeat the move.`,
  );
}
