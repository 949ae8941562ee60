import type { RunSort } from "@/lib/contracts/run-choices";
import { type RunColumn, sortUntold, sortWords } from "./run-columns";

/** What the list is sorted by, where the head that says so is not shown. */
export function SortNote({ sort, columns }: { sort: RunSort; columns: readonly RunColumn[] }) {
  const where = sortUntold(sort, columns);
  if (where === null) return null;
  return <p className={`text-muted text-xs ${where === "narrow" ? "md:hidden" : ""}`}>{sortWords(sort)}</p>;
}
