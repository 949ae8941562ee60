import type { RunSort } from "@/lib/contracts/run-choices";
import { DEFAULT_SORT, type RunColumn, sortUntold, sortWords } from "./run-columns";

/** What the list is sorted by, where the head that says so is not shown. */
export function SortNote({ sort, columns }: { sort: RunSort; columns: readonly RunColumn[] }) {
  const where = sortUntold(sort, columns);
  // A narrow screen says what is not as it is from the first.
  if (where === null || (where === "narrow" && sort === DEFAULT_SORT)) return null;
  return <p className={`text-muted text-xs ${where === "narrow" ? "md:hidden" : ""}`}>{sortWords(sort)}</p>;
}
