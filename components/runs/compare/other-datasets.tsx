import type { RunDifference } from "@/lib/contracts/compare";
import { Notice } from "../../ui/notice";
import type { TaggedRun } from "./compared-run";
import { otherDatasetWords } from "./verdict-words";

/** Warns of runs whose cases have the baseline's ids and ask something else. */
export function OtherDatasets({
  runs,
  differences,
}: {
  runs: readonly TaggedRun[];
  differences: readonly RunDifference[];
}) {
  const base = runs.find((each) => each.isBase);
  const warnings = differences.flatMap((difference) => {
    const each = runs.find(({ run }) => run.id === difference.runId);
    if (base === undefined || each === undefined) return [];
    const words = otherDatasetWords(each.tag.letter, base.tag.letter, difference);
    return words === null ? [] : [{ runId: difference.runId, words }];
  });
  if (warnings.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {warnings.map(({ runId, words }) => (
        <Notice key={runId} level="warn" className="py-2 text-base">
          {words}
        </Notice>
      ))}
    </div>
  );
}
