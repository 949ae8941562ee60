import type { AttemptOutcome } from "@/lib/core/retry/attempt-outcome";
import type { CaseResult } from "@/lib/core/runs/case-states";
import { Prisma } from "./generated/sqlite/client";
import { containsText } from "./json-rows";
import type { DatabaseKind } from "./prisma-client";

/** Which cases of a run; what is absent does not filter. Several values of one field mean any of them. */
export interface CaseFilter {
  /** `running` and `pending` are told apart by `liveOrds`: the store knows only pending and done. */
  readonly states?: readonly ("pending" | "running" | "done")[] | undefined;
  /** Positions of the cases that the engine is working on now. */
  readonly liveOrds?: readonly number[] | undefined;
  readonly results?: readonly CaseResult[] | undefined;
  /** Cases one of whose attempts ended so. */
  readonly outcomes?: readonly AttemptOutcome[] | undefined;
  readonly minAttempts?: number | undefined;
  /** Exactly so many attempts. */
  readonly attempts?: number | undefined;
  /** In the case's id, its output or its error, upper and lower case alike. */
  readonly q?: string | undefined;
  /** Cases that ended from the one (inclusive) to the other (exclusive), epoch ms. */
  readonly finishedFrom?: number | undefined;
  readonly finishedTo?: number | undefined;
}

/** At least one condition, to be joined with AND. */
export function caseConditions(kind: DatabaseKind, runId: string, filter: CaseFilter): Prisma.Sql[] {
  const conditions = [Prisma.sql`"runId" = ${runId}`];
  if (filter.states?.length)
    conditions.push(anyOf(filter.states.map((state) => stateCondition(state, filter.liveOrds ?? []))));
  if (filter.results?.length) conditions.push(Prisma.sql`"result" IN (${Prisma.join([...filter.results])})`);
  if (filter.outcomes?.length) {
    conditions.push(anyOf(filter.outcomes.map((outcome) => Prisma.sql`"outcomes" LIKE ${`%|${outcome}|%`}`)));
  }
  if (filter.minAttempts !== undefined) conditions.push(Prisma.sql`"attemptCount" >= ${filter.minAttempts}`);
  if (filter.attempts !== undefined) conditions.push(Prisma.sql`"attemptCount" = ${filter.attempts}`);
  if (filter.finishedFrom !== undefined) conditions.push(Prisma.sql`"finishedAtMs" >= ${filter.finishedFrom}`);
  if (filter.finishedTo !== undefined) conditions.push(Prisma.sql`"finishedAtMs" < ${filter.finishedTo}`);
  if (filter.q)
    conditions.push(
      anyOf([`"caseId"`, `"output"`, `"errorMessage"`].map((column) => containsText(kind, column, filter.q ?? ""))),
    );
  return conditions;
}

function anyOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return Prisma.sql`(${Prisma.join([...conditions], " OR ")})`;
}

function stateCondition(state: "pending" | "running" | "done", liveOrds: readonly number[]): Prisma.Sql {
  if (state === "done") return Prisma.sql`"state" = 'done'`;
  if (liveOrds.length === 0) return state === "running" ? Prisma.sql`1 = 0` : Prisma.sql`"state" = 'pending'`;
  const live = Prisma.join([...liveOrds]);
  return state === "running"
    ? Prisma.sql`("state" = 'pending' AND "ord" IN (${live}))`
    : Prisma.sql`("state" = 'pending' AND "ord" NOT IN (${live}))`;
}
