"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useShortcut } from "../ui/use-shortcut";

/**
 * Holding the charts: by hand (`H`, kept in the URL), or for as long as the pointer or the focus reads a chart. `Esc`
 * follows again, also while the pointer stays where it is.
 */
export function useChartHold({
  live,
  byHand,
  setByHand,
}: {
  live: boolean;
  byHand: boolean;
  setByHand: (hold: boolean) => void;
}) {
  const [reading, setReading] = useState(false);
  const [released, setReleased] = useState(false);
  const [since, setSince] = useState<number | null>(null);
  const held = live && (byHand || (reading && !released));
  if (!reading && released) setReleased(false);
  useEffect(() => setSince(held ? Date.now() : null), [held]);
  const follow = () => {
    setByHand(false);
    setReleased(true);
  };
  const toggle = () => (held ? follow() : setByHand(true));
  const latest = useRef(toggle);
  useEffect(() => {
    latest.current = toggle;
  });
  // The same function each time: the charts are drawn anew only for new figures.
  const toggleFromChart = useCallback(() => latest.current(), []);
  useShortcut("h", toggle, live);
  useShortcut("escape", follow, held);
  return { held, since, setReading, hold: () => setByHand(true), follow, toggleFromChart };
}
