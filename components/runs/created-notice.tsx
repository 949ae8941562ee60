"use client";

import { Notice } from "../ui/notice";
import type { TimeZone } from "../ui/preferences-cookie";
import { readCreated } from "./created-filter";
import type { RunsFilterState, SetRunsFilterState } from "./runs-url-state";

/** Says quietly what of the address does not go together, and what holds instead. */
export function CreatedNotice({
  state,
  zone,
  setState,
}: {
  state: RunsFilterState;
  zone: TimeZone;
  setState: SetRunsFilterState;
}) {
  const { clash } = readCreated(state, zone);
  if (clash === null) return null;
  const both = clash === "both";
  const onApply = () => void setState(both ? { since: null } : { from: null, to: null });
  return (
    <Notice level="info" className="mb-3" fixes={[{ label: "Take it out", onApply }]}>
      {both ? (
        <>
          The address has <code>since={state.since}</code> beside times of its own: the times hold.
        </>
      ) : (
        <>
          Ignored of the address, because the end is not later than the start:{" "}
          <code className="break-all">{`from=${state.from}, to=${state.to}`}</code>.
        </>
      )}
    </Notice>
  );
}
