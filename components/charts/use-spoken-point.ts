"use client";

import { useEffect } from "react";
import { useChartGroup } from "./chart-group";

/** Reads out the point under the crosshair of a chart while the reader is in it. Returns whether the reader is. */
export function useSpokenPoint(chart: string, text: string): boolean {
  const { activeChart, announce } = useChartGroup();
  const isHere = activeChart === chart;
  useEffect(() => {
    if (isHere && text !== "") announce(text);
  }, [isHere, text, announce]);
  return isHere;
}
