"use client";

import { type PointerEvent, useCallback, useEffect, useRef, useState } from "react";

/** How long a pointer rests on something before its hint comes; at once, so shortly after another hint. */
const DELAY_MS = 300;
const SHORTLY_MS = 200;

// There is one hint at a time in the whole page.
let closeShown: (() => void) | null = null;
let closedAt = Number.NEGATIVE_INFINITY;

/**
 * When the hint of a control is shown: the pointer rests on it, or the focus comes to it other than by a press.
 * `closesItself`: whether what is shown by now sees by itself that the pointer has left (it may go on into the hint).
 */
export function useHint(closesItself: () => boolean) {
  const [open, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const pressed = useRef(false);
  const entered = useRef(false);
  const close = useCallback(() => {
    clearTimeout(timer.current);
    if (closeShown === close) {
      closeShown = null;
      closedAt = performance.now();
    }
    setOpen(false);
  }, []);
  const show = useCallback(() => {
    clearTimeout(timer.current);
    if (closeShown !== close) closeShown?.();
    closeShown = close;
    setOpen(true);
  }, [close]);
  useEffect(() => close, [close]);
  const handlers = {
    onPointerMove: (event: PointerEvent) => {
      if (event.pointerType === "touch" || entered.current) return;
      entered.current = true;
      if (closeShown !== null || performance.now() - closedAt < SHORTLY_MS) show();
      else timer.current = setTimeout(show, DELAY_MS);
    },
    onPointerLeave: () => {
      entered.current = false;
      clearTimeout(timer.current);
      if (!closesItself()) close();
    },
    onPointerDown: () => {
      close();
      pressed.current = true;
      document.addEventListener("pointerup", () => (pressed.current = false), { once: true });
    },
    onFocus: () => !pressed.current && show(),
    onBlur: close,
    onClick: close,
  };
  return { open, close, handlers };
}
