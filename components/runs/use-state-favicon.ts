"use client";

import { useEffect } from "react";
import type { RunState } from "@/lib/core/runs/run-state";

/** Colours that can be told apart on light and dark tabs; the shape tells the state as well. */
const BLUE = "#0b5cad";
const GREY = "#6e7889";
const ORANGE = "#c2500a";

const RUNNING = '<path d="M11 8v16l13-8z" fill="#fff"/>';
const PAUSED = '<path d="M10 8h4v16h-4zM18 8h4v16h-4z" fill="#fff"/>';
const DONE = '<path d="M8 17l6 6 11-13" fill="none" stroke="#fff" stroke-width="4"/>';
const STOPPED = '<path d="M10 10h12v12H10z" fill="#fff"/>';
const GAPS = '<path d="M14 7h4v12h-4zM14 22h4v4h-4z" fill="#fff"/>';
const WAITING = '<path d="M16 8v8l6 4" fill="none" stroke="#fff" stroke-width="3.5"/>';

function signOf(state: RunState, notScored: number): { color: string; sign: string } {
  switch (state) {
    case "running":
      return { color: BLUE, sign: RUNNING };
    case "pausing":
    case "paused":
      return { color: ORANGE, sign: PAUSED };
    case "finished":
      return notScored > 0 ? { color: ORANGE, sign: GAPS } : { color: BLUE, sign: DONE };
    case "cancelling":
    case "cancelled":
      return { color: GREY, sign: STOPPED };
    case "queued":
      return { color: GREY, sign: WAITING };
    case "interrupted":
      return { color: ORANGE, sign: GAPS };
  }
}

/** The icon of the tab says how the run stands, while its page is open. */
export function useStateFavicon(state: RunState, notScored: number): void {
  const { color, sign } = signOf(state, notScored);
  useEffect(() => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${color}"/>${sign}</svg>`;
    const link = document.createElement("link");
    link.rel = "icon";
    link.type = "image/svg+xml";
    link.href = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    // Of several the last one counts; the application's own stays and shows again afterwards.
    document.head.append(link);
    return () => link.remove();
  }, [color, sign]);
}
