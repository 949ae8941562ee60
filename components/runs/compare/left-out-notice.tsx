import { COMPARED_RUNS } from "@/lib/contracts/compare-choices";
import { Notice } from "../../ui/notice";
import { type CompareState, leftOut } from "./compare-url-state";

/** Says quietly which runs of the address are not compared, and that its baseline is none of those that are. */
export function LeftOutNotice({ state, setState, comparison }: CompareState) {
  const { runs, base } = leftOut(state, comparison);
  if (runs.length === 0 && base === null) return null;
  const takeOut = () =>
    void setState({
      ...(runs.length === 0 ? {} : { runs: [...comparison.runs] }),
      ...(base === null ? {} : { base: null }),
    });
  return (
    <Notice level="info" className="mb-3" fixes={[{ label: "Take it out", onApply: takeOut }]}>
      {runs.length > 0 && (
        <>
          {COMPARED_RUNS.most} runs are compared at most; left out: <code className="break-all">{runs.join(", ")}</code>
          .{" "}
        </>
      )}
      {base !== null && (
        <>
          The baseline <code className="break-all">{base}</code> is none of these runs: the first one stands in for it.
        </>
      )}
    </Notice>
  );
}
