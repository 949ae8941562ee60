import type { CaseResponse } from "@/lib/contracts/run-cases";

/** The id of a case, and where a run asks each several times, which asking it is: "q12 · 2 of 3". */
export function CaseName({
  item,
  repeats,
}: {
  item: Pick<CaseResponse, "sourceCaseId" | "repeat">;
  /** How often the run asks each case. */
  repeats: number;
}) {
  if (repeats === 1) return <bdi>{item.sourceCaseId}</bdi>;
  return (
    <span className="flex min-w-0">
      {/* A long id is cut, and not which asking it is. */}
      <bdi className="min-w-0 truncate">{item.sourceCaseId}</bdi>
      <span className="shrink-0 whitespace-pre font-sans text-muted tabular-nums">
        {" · "}
        {item.repeat} of {repeats}
      </span>
    </span>
  );
}
