import type { PoolResponse } from "@/lib/contracts/providers";
import type { Limits } from "@/lib/core/limits/limits";
import { formatPlural } from "@/lib/format";
import { Notice } from "../ui/notice";

/** Whom a change touches, and what happens to what is in flight. */
export function BlastRadius({ pool, after }: { pool: PoolResponse; after: Limits }) {
  const drains = pool.inFlight > after.concurrency;
  if (pool.runs.length === 0 && !drains) return null;
  return (
    <Notice level="warn">
      {pool.runs.length > 0 && (
        <>
          Also changes {formatPlural(pool.runs.length, "run")} that {pool.runs.length === 1 ? "is" : "are"} going on:{" "}
          {pool.runs.map((run) => run.name).join(", ")}.{" "}
        </>
      )}
      {drains && (
        <>
          {pool.inFlight} are in flight and end on their own; nothing new starts until they are down to{" "}
          {after.concurrency}.
        </>
      )}
    </Notice>
  );
}
