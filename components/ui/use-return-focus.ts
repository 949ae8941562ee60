"use client";

import { useLayoutEffect, useRef } from "react";

/**
 * Gives the focus back to where it was when a dialog opened; put what it returns into `onCloseAutoFocus`. Without it
 * the focus of a dialog that is opened by its `open` alone, with no trigger of its own, would be lost on close.
 */
export function useReturnFocus(open: boolean): (event: Event) => void {
  const before = useRef<HTMLElement | null>(null);
  // Before the dialog takes the focus, which it does in an effect.
  useLayoutEffect(() => {
    if (open && document.activeElement instanceof HTMLElement) before.current = document.activeElement;
  }, [open]);
  return (event) => {
    event.preventDefault();
    if (before.current?.isConnected === true) before.current.focus({ preventScroll: true });
  };
}
