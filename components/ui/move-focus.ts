import type { KeyboardEvent } from "react";

/**
 * Arrow keys go round among the buttons of a group, Home and End to its ends; put it on the group as `onKeyDown`.
 * `axis`: whether up and down go, too.
 */
export function moveFocus(event: KeyboardEvent<HTMLElement>, axis: "horizontal" | "both"): void {
  if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("button:not(:disabled)")];
  const at = event.target instanceof HTMLElement ? buttons.indexOf(event.target) : -1;
  if (at === -1) return;
  const to = destination(event.key, at, axis);
  if (to === null) return;
  event.preventDefault();
  // One before the first is the last.
  buttons.at(to % buttons.length)?.focus();
}

function destination(key: string, at: number, axis: "horizontal" | "both"): number | null {
  if (key === "ArrowLeft" || (key === "ArrowUp" && axis === "both")) return at - 1;
  if (key === "ArrowRight" || (key === "ArrowDown" && axis === "both")) return at + 1;
  if (key === "Home" || key === "PageUp") return 0;
  return key === "End" || key === "PageDown" ? -1 : null;
}
