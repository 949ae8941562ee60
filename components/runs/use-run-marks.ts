"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { LogFilters } from "@/lib/client/run-log";
import { runChangesOptions } from "@/lib/client/runs";
import type { LimitChangeResponse } from "@/lib/contracts/providers";
import type { TimeMark } from "../charts/time-marks";
import { runMarks } from "./run-marks";
import { useRunLog } from "./use-run-log";

const NO_CHANGES: LimitChangeResponse[] = [];
const TOLD: LogFilters = { kind: ["state", "limit", "note"] };
const BY_ITSELF: LogFilters = { kind: ["auto"], level: ["error"] };

/** The marks of a run: its newest hundred of each sort, those that come live included. */
export function useRunMarks(runId: string): TimeMark[] {
  const changes = useQuery(runChangesOptions(runId));
  const told = useRunLog(runId, TOLD);
  const byItself = useRunLog(runId, BY_ITSELF);
  const marks = useMemo(
    () => runMarks(changes.data?.changes ?? NO_CHANGES, [...told.entries, ...byItself.entries]),
    [changes.data, told.entries, byItself.entries],
  );
  // Every entry of the log gives another list; the charts are drawn anew only for other marks.
  const [kept, setKept] = useState(marks);
  if (kept === marks || sameMarks(kept, marks)) return kept;
  setKept(marks);
  return marks;
}

function sameMarks(a: readonly TimeMark[], b: readonly TimeMark[]): boolean {
  return a.length === b.length && a.every((mark, at) => mark.id === b[at]?.id && mark.entryId === b[at]?.entryId);
}
