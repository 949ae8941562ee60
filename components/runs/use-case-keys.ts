"use client";

import { type KeyboardEvent, type RefObject, useCallback, useEffect, useState } from "react";
import { useShortcut } from "../ui/use-shortcut";

/** Moves the focus over the rows of a table: `J`/`K` from anywhere on the page, the arrows within it. `Enter` is the row's own. */
export function useCaseKeys(options: {
  frame: RefObject<HTMLElement | null>;
  count: number;
  focused: number | null;
  setFocused: (index: number) => void;
  scrollTo: (index: number) => void;
  /** Keys of the page are off while a drawer has them. */
  enabled: boolean;
  onTick: (index: number) => void;
}) {
  const { frame, count, focused, setFocused, scrollTo, enabled, onTick } = options;
  const [wanted, setWanted] = useState<number | null>(null);
  // The row may have to be scrolled to and drawn before it can take the focus.
  useEffect(() => {
    if (wanted === null) return;
    const button = frame.current?.querySelector<HTMLElement>(`[data-row="${wanted}"] [data-row-button]`);
    if (button == null) return;
    button.focus({ preventScroll: true });
    setWanted(null);
  });
  const move = useCallback(
    (by: 1 | -1) => {
      if (count === 0) return;
      const next = focused === null ? 0 : Math.min(count - 1, Math.max(0, focused + by));
      scrollTo(next);
      setFocused(next);
      setWanted(next);
    },
    [count, focused, scrollTo, setFocused],
  );
  useShortcut("j", () => move(1), enabled);
  useShortcut("k", () => move(-1), enabled);
  useShortcut("x", () => focused !== null && onTick(focused), enabled);
  return (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (!(event.target instanceof HTMLElement) || event.target.closest("[data-row]") === null) return;
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  };
}
