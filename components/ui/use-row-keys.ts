"use client";

import { type RefObject, useEffect, useRef } from "react";
import { useShortcut } from "./use-shortcut";

const LINK = "[data-row-link]";
const TICK = 'input[type="checkbox"], [role="checkbox"]';

/**
 * Keys for the rows of a list: J and K (and the arrows, once a row has the focus) go from row to row, Enter opens, X
 * ticks. Put the ref on what holds the rows, and `data-row-link` on the one link or button of each that opens it.
 */
export function useRowKeys<E extends HTMLElement>(): RefObject<E | null> {
  const list = useRef<E>(null);
  const step = (by: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>(LINK) ?? [])];
    const at = links.findIndex((link) => rowOf(link)?.contains(document.activeElement));
    const next = at === -1 ? links[by === 1 ? 0 : links.length - 1] : links[at + by];
    next?.focus();
  };
  useShortcut("j", () => step(1));
  useShortcut("k", () => step(-1));
  useShortcut("x", () => {
    const { activeElement } = document;
    if (list.current?.contains(activeElement)) rowOf(activeElement)?.querySelector<HTMLElement>(TICK)?.click();
  });
  const latest = useRef(step);
  useEffect(() => {
    latest.current = step;
  });
  useEffect(() => {
    const element = list.current;
    // Only from inside, and not in a menu of a row: elsewhere the arrows scroll the page.
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      if (!(event.target instanceof HTMLElement) || !event.target.matches(LINK)) return;
      event.preventDefault();
      latest.current(event.key === "ArrowDown" ? 1 : -1);
    };
    element?.addEventListener("keydown", onKeyDown);
    return () => element?.removeEventListener("keydown", onKeyDown);
  });
  return list;
}

function rowOf(element: Element | null): Element | null {
  return element?.closest("tr, li") ?? null;
}
