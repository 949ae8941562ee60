import { z } from "zod";
import { DomainError } from "@/lib/core/errors";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { type Limits, limitsSchema } from "@/lib/core/limits/limits";
import type { LimitChange } from "./generated/sqlite/client";
import type { Transaction } from "./prisma-client";
import { parseStored } from "./stored-json";
import { storableText, storableTextOrNull } from "./stored-text";

export const LIMIT_CHANGE_SOURCES = ["launch", "ui", "api", "auto"] as const;
export type LimitChangeSource = (typeof LIMIT_CHANGE_SOURCES)[number];

/** Who changes limits, when, why and from where. `at` is epoch ms. */
export interface LimitChangeNote {
  readonly at: number;
  readonly actor: string;
  readonly reason: string | null;
  readonly source: LimitChangeSource;
}

/** One recorded change of a pool's or a run's limits. `before` is null for the first. */
export interface LimitChangeRecord extends LimitChangeNote {
  readonly id: string;
  readonly revision: number;
  readonly before: Limits | null;
  readonly after: Limits;
  /** Of a run: the `slug@n` that it is pinned to from then on. */
  readonly preset: string | null;
}

/** What the limits belong to. */
export type LimitOwner = { readonly poolId: string } | { readonly runId: string };

const sourceSchema = z.enum(LIMIT_CHANGE_SOURCES);

function toLimitChange(row: LimitChange): LimitChangeRecord {
  return {
    id: row.id,
    revision: row.revision,
    at: row.at.getTime(),
    actor: row.actor,
    reason: row.reason,
    source: sourceSchema.parse(row.source),
    before: row.before === null ? null : parseStored(limitsSchema, row.before),
    after: parseStored(limitsSchema, row.after),
    preset: row.preset,
  };
}

/** Adds the change that led to `revision`. The id is made of owner and revision, so no revision can be recorded twice. */
export async function recordLimitChange(
  tx: Transaction,
  owner: LimitOwner,
  change: LimitChangeNote & { revision: number; before: Limits | null; after: Limits; preset?: string | null },
): Promise<void> {
  const ownerId = "poolId" in owner ? owner.poolId : owner.runId;
  await tx.limitChange.create({
    data: {
      ...owner,
      id: `${ownerId}:${change.revision}`,
      revision: change.revision,
      at: new Date(change.at),
      actor: storableText(change.actor),
      reason: storableTextOrNull(change.reason),
      source: change.source,
      before: change.before === null ? null : JSON.stringify(change.before),
      after: JSON.stringify(change.after),
      preset: change.preset ?? null,
    },
  });
}

/** All changes of one owner, oldest first. */
export async function limitChangesOf(tx: Transaction, owner: LimitOwner): Promise<LimitChangeRecord[]> {
  const rows = await tx.limitChange.findMany({ where: owner, orderBy: { revision: "asc" } });
  return rows.map(toLimitChange);
}

/** The error for an edit that rests on limits which somebody else has changed since. */
export async function staleRevision(
  tx: Transaction,
  owner: LimitOwner,
  expected: number,
  current: number,
): Promise<DomainError> {
  const newest = await tx.limitChange.findFirst({ where: owner, orderBy: { revision: "desc" } });
  const who = newest === null ? "" : ` by ${newest.actor} at ${newest.at.toISOString()}${whatWords(newest)}`;
  return new DomainError(
    "stale-revision",
    `The limits were changed${who}: they are at revision ${current}, and your edit rests on revision ${expected}. ` +
      "Load them again and repeat the edit.",
  );
}

function whatWords(row: LimitChange): string {
  const { before, after } = toLimitChange(row);
  const words = before === null ? "" : describeLimitChange(before, after);
  return words === "" ? "" : ` (${words})`;
}
