"use client";

import { useEffect, useRef, useState } from "react";
import { simulateRun } from "@/lib/core/forecast/simulate-run";
import type { SettledOutlook } from "./forecast-panel";
import type { Outlook } from "./launch-outlook";
import type { MatrixOutlook } from "./matrix-outlook";

/** How long typing has to rest before the forecast follows. */
const REST_MS = 400;

interface Latest {
  readonly outlook: Outlook | null;
  readonly matrix: MatrixOutlook | null;
}

function settle({ outlook, matrix }: Latest): SettledOutlook {
  return { outlook, matrix, played: outlook === null ? null : simulateRun(outlook.simulation), atMs: Date.now() };
}

/** The outlook as it was when typing last rested: nothing flickers, and nothing is read out half typed. */
export function useSettledOutlook(outlook: Outlook | null, matrix: MatrixOutlook | null): SettledOutlook {
  const [settled, setSettled] = useState<SettledOutlook>({ outlook: null, matrix: null, played: null, atMs: 0 });
  const latest = useRef<Latest>({ outlook, matrix });
  useEffect(() => {
    latest.current = { outlook, matrix };
  });
  // It is made anew with every drawing; only another content counts.
  const content = JSON.stringify([outlook, matrix], (key, value: unknown) =>
    key === "untilMidnightMs" ? null : value,
  );
  const waits = settled.outlook !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the content stands for the outlook
  useEffect(() => {
    const timer = setTimeout(
      () => setSettled(settle(latest.current)),
      // The first one need not wait.
      waits ? REST_MS : 0,
    );
    return () => clearTimeout(timer);
  }, [content]);
  return settled;
}
