"use client";

import { type ComponentType, useEffect, useReducer, useState } from "react";
import { ErrorBand } from "../ui/error-band";
import { Skeleton } from "../ui/skeleton";

// Parts of the run page that come after its first paint, each from a file of its own. Their places are held meanwhile.

function ChartsPlace() {
  return (
    <div aria-hidden className="grid gap-3 lg:grid-cols-2">
      {["a", "b", "c", "d"].map((key) => (
        <Skeleton key={key} className="h-72 rounded-lg" />
      ))}
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

/** The network was lost, or the server has a newer version of the page: the rest of the page goes on. */
function PartMissing() {
  return (
    <ErrorBand
      message="This part of the page could not be loaded so far. It is tried again every few seconds."
      retryLabel="Load the page anew"
      onRetry={() => window.location.reload()}
    />
  );
}

const TRY_AGAIN_MS = 5000;

/** Calls back once, when the network is back or after a while. Returns what calls it off. */
function whenWorthATry(again: () => void): () => void {
  const timer = setTimeout(again, TRY_AGAIN_MS);
  window.addEventListener("online", again, { once: true });
  return () => {
    clearTimeout(timer);
    window.removeEventListener("online", again);
  };
}

/** Not `next/dynamic`: what it failed to load once, it never shows. */
function part<Props extends object>(load: () => Promise<ComponentType<Props>>, Place: ComponentType) {
  let known: ComponentType<Props> | null = null;
  return function Part(props: Props) {
    const [Loaded, setLoaded] = useState<ComponentType<Props> | null>(() => known);
    const [failed, setFailed] = useState(false);
    const [tried, again] = useReducer((n: number) => n + 1, 0);
    // biome-ignore lint/correctness/useExhaustiveDependencies: each try is a load of its own
    useEffect(() => {
      if (Loaded !== null) return;
      let left = false;
      let callOff = () => {};
      load().then(
        (loaded) => {
          known = loaded;
          if (!left) setLoaded(() => loaded);
        },
        () => {
          if (left) return;
          setFailed(true);
          callOff = whenWorthATry(again);
        },
      );
      return () => {
        left = true;
        callOff();
      };
    }, [Loaded, tried]);
    if (Loaded !== null) return <Loaded {...props} />;
    return failed ? <PartMissing /> : <Place />;
  };
}

/** The chart library is as heavy as all the rest of the page. */
export const RunCharts = part(() => import("./run-charts").then((file) => file.RunCharts), ChartsPlace);
export const RunCases = part(() => import("./run-cases").then((file) => file.RunCases), TabPlace);
export const RunLog = part(() => import("./run-log").then((file) => file.RunLog), TabPlace);
export const RunConfig = part(() => import("./run-config").then((file) => file.RunConfig), TabPlace);
export const EditLimitsPanel = part(
  () => import("./edit-limits-panel").then((file) => file.EditLimitsPanel),
  PanelPlace,
);
