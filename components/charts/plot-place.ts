import type { TimeWindow } from "./time-rows";

/** The plot within a chart over time, px from its edges; the same on all charts, so that their times stand under each other. */
export const PLOT = {
  /** Wide enough for the longest label of a value. */
  left: 44,
  /** Room for the names of lines, and no more than a sixth of a chart on a phone. */
  right: 56,
  top: 8,
} as const;

/** Where a time stands between the plot's edges, 0 to 1; null outside. */
export function shareOf(atMs: number, { fromMs, toMs }: TimeWindow): number | null {
  const share = (atMs - fromMs) / Math.max(1, toMs - fromMs);
  return share < 0 || share > 1 ? null : share;
}

/** The distance from the chart's left edge to a share of its plot, in CSS: needs no measuring. */
export function leftOf(share: number): string {
  return `calc(${PLOT.left}px + (100% - ${PLOT.left + PLOT.right}px) * ${share.toFixed(5)})`;
}

/** The time under a distance from the chart's left edge, kept within the window. `width`: of the chart, px. */
export function timeAt(x: number, width: number, { fromMs, toMs }: TimeWindow): number {
  const plot = Math.max(1, width - PLOT.left - PLOT.right);
  const share = Math.min(1, Math.max(0, (x - PLOT.left) / plot));
  return fromMs + share * (toMs - fromMs);
}
