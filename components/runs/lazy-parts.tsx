"use client";

import { latePart } from "../ui/late-part";
import { Skeleton } from "../ui/skeleton";

// Parts of the run page that come after its first paint, each from a file of its own. Their places are held meanwhile.

function ChartsPlace() {
  return (
    <div aria-hidden className="grid gap-3 lg:grid-cols-2">
      {["Attempts per second", "Slots by state", "429s and errors", "Provider latency and limiter wait"].map(
        (title) => (
          <div key={title} className="flex h-72 flex-col rounded-lg border bg-panel p-3">
            <p className="min-h-7 font-semibold text-sm">{title}</p>
            <div className="mt-6 ml-11 min-h-0 flex-1 border-line border-b" />
            <p className="mt-5 h-4 text-muted text-xs">Loading…</p>
          </div>
        ),
      )}
    </div>
  );
}

function TabPlace() {
  return (
    <div aria-hidden className="flex flex-col gap-3">
      <Skeleton className="h-7 w-96 max-w-full" />
      <Skeleton className="h-[60vh] min-h-72 rounded-lg" />
    </div>
  );
}

function PanelPlace() {
  return <Skeleton className="h-96 rounded-lg" />;
}

/** The chart library is as heavy as all the rest of the page. */
export const RunCharts = latePart(() => import("./run-charts").then((file) => file.RunCharts), ChartsPlace);
export const RunCases = latePart(() => import("./run-cases").then((file) => file.RunCases), TabPlace);
export const RunLog = latePart(() => import("./run-log").then((file) => file.RunLog), TabPlace);
export const RunConfig = latePart(() => import("./run-config").then((file) => file.RunConfig), TabPlace);
export const EditLimitsPanel = latePart(
  () => import("./edit-limits-panel").then((file) => file.EditLimitsPanel),
  PanelPlace,
);
