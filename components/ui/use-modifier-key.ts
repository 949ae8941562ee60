"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** The key of shortcuts on this machine: ⌘ or Ctrl. */
export function useModifierKey(): "⌘" | "Ctrl" {
  return useSyncExternalStore(
    never,
    () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl"),
    () => "Ctrl",
  );
}
