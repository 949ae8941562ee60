"use client";

import { useEffect, useReducer, useState } from "react";
import type { LateCode } from "./late-code";

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

/**
 * Code that is not there from the start: fetched while it is `wanted`, and again every few seconds where that fails.
 * `next/dynamic` is not used, since what it failed to load once it never shows.
 * @returns the code, null until it is there; and whether fetching it has failed so far
 */
export function useLateCode<T>(code: LateCode<T>, wanted: boolean): { loaded: T | null; failed: boolean } {
  const [arrived, arrive] = useState<{ code: T } | null>(null);
  const [failed, setFailed] = useState(false);
  const [tried, again] = useReducer((n: number) => n + 1, 0);
  const loaded = arrived?.code ?? code.now();
  const missing = wanted && loaded === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try is a load of its own
  useEffect(() => {
    if (!missing) return;
    let left = false;
    let callOff = () => {};
    code.load().then(
      (loaded) => {
        if (!left) arrive({ code: loaded });
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
  }, [code, missing, tried]);
  return { loaded, failed };
}
