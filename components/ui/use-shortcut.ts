"use client";

import { useEffect, useRef } from "react";
import { OPENING } from "./opening";
import { usePreferences } from "./preferences";

/** True where a single key belongs to what has the focus: text fields, lists of choices, dialogs that are open or about to. */
function keysAreTaken(target: EventTarget | null): boolean {
  if (document.querySelector(`[${OPENING}]`) !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return (
    target.closest(
      "input:not([type=checkbox]), textarea, select, [role=listbox], [role=menu], [role=dialog], [role=alertdialog]",
    ) !== null
  );
}

/** Acts on one key without modifiers ("h", "[", "?"), except while typing, and where the reader has turned them off. */
export function useShortcut(key: string, act: () => void, wanted = true): void {
  const { singleKeys } = usePreferences().preferences;
  const enabled = wanted && singleKeys;
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.repeat) return;
      if (event.key.toLowerCase() !== key || keysAreTaken(event.target)) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [key, enabled]);
}
