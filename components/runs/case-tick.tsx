import type { CaseResponse } from "@/lib/contracts/run-cases";
import { Td } from "../ui/table";

/** Ticks a lost case, to be requeued; a scored case is never run again. */
export function CaseTick({
  row,
  ticked,
  onTick,
}: {
  row: CaseResponse;
  ticked: boolean;
  onTick: (caseId: string) => void;
}) {
  return (
    // A press beside the box must not open the case.
    <Td className="h-auto pr-0" onClick={(event) => event.stopPropagation()}>
      {row.result === "not-scored" && (
        <label className="-m-1 flex size-6 items-center justify-center">
          <input
            type="checkbox"
            aria-label={`Tick ${row.caseId}`}
            checked={ticked}
            onChange={() => onTick(row.caseId)}
            className="size-4 accent-(--accent)"
          />
        </label>
      )}
    </Td>
  );
}
