"use client";

import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useLayoutEffect, useState } from "react";

/** Rows drawn beyond those in sight. */
const OVERSCAN = 20;
/** So close to the end of what is loaded the next page is asked for. */
const NEAR_END = 30;

/**
 * The rows of a long table that are in sight of the window, with the space that the others take. The focused row stays
 * drawn wherever it is, so that the focus is not lost by scrolling.
 */
export function useVisibleRows(
  body: RefObject<HTMLElement | null>,
  count: number,
  heightPx: number,
  focused: number | null,
  onNearEnd: () => void,
) {
  const [topPx, setTopPx] = useState(0);
  // What stands above the rows comes and goes: looked at after each drawing.
  useLayoutEffect(() => {
    const top = body.current === null ? 0 : body.current.getBoundingClientRect().top + window.scrollY;
    if (Math.abs(top - topPx) > 1) setTopPx(top);
  });
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: useCallback(() => heightPx, [heightPx]),
    overscan: OVERSCAN,
    scrollMargin: topPx,
    // Below the bar at the top, and above the one at the bottom of a narrow screen.
    scrollPaddingStart: 96,
    scrollPaddingEnd: 80,
    rangeExtractor: useCallback(
      (range: Range) => {
        const inSight = defaultRangeExtractor(range);
        if (focused === null || focused >= range.count || inSight.includes(focused)) return inSight;
        return [...inSight, focused].sort((a, b) => a - b);
      },
      [focused],
    ),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: places are reckoned anew where rows have another height
  useLayoutEffect(() => virtual.measure(), [virtual, heightPx]);
  const items = virtual.getVirtualItems();
  const last = items.findLast((item) => item.index !== focused)?.index ?? 0;
  const nearEnd = count > 0 && last >= count - NEAR_END;
  useLayoutEffect(() => {
    if (nearEnd) onNearEnd();
  }, [nearEnd, onNearEnd]);
  return { items, gaps: gapsOf(items, topPx, virtual.getTotalSize()), scrollTo: virtual.scrollToIndex };
}

/** The space before each row that is drawn, and behind the last, in pixels. */
function gapsOf(items: readonly { start: number; end: number }[], topPx: number, totalPx: number) {
  const before = items.map((item, at) => item.start - (items[at - 1]?.end ?? topPx));
  const end = items.at(-1)?.end ?? topPx;
  return { before, behind: Math.max(0, topPx + totalPx - end) };
}
