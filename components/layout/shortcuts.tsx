"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { dialogCode } from "../ui/dialog";
import { lateOverlay } from "../ui/late-overlay";
import { usePreferences } from "../ui/preferences";
import { useShortcut } from "../ui/use-shortcut";
import { NAV_ITEMS } from "./nav-items";
import { useCommandMenu } from "./use-command";
import { useFrameCommands } from "./use-frame-commands";

const CommandMenu = lateOverlay(() => import("./command-menu").then((file) => file.CommandMenu));
const ShortcutDialog = lateOverlay(async () => {
  const [file] = await Promise.all([import("./shortcut-dialog"), dialogCode.load()]);
  return file.ShortcutDialog;
});

/** The field that finds in the list of a page. */
const FIND_FIELD = 'main input[type="search"], main input[data-find]';

/** The keys that work on every page, the command menu, and the sheet that lists all keys. */
export function Shortcuts() {
  const router = useRouter();
  const menu = useCommandMenu();
  useFrameCommands(() => menu.setSheet(true));
  useShortcut("?", () => menu.setSheet(true));
  useShortcut("c", () => router.push("/runs/new"));
  useShortcut("/", () => document.querySelector<HTMLInputElement>(FIND_FIELD)?.focus());
  useShortcut("f", openFilter);
  useGoKeys((href) => router.push(href));
  useMenuKey(() => (menu.open ? menu.hide() : menu.show()));
  return (
    <>
      <CommandMenu open={menu.open} />
      <ShortcutDialog open={menu.sheet} onOpenChange={menu.setSheet} />
    </>
  );
}

/** Opens the first filter of the page. Menus open by key or by pointer, not by a click from a script. */
function openFilter(): void {
  const trigger = document.querySelector<HTMLElement>("main [data-filter-menu]");
  trigger?.focus();
  trigger?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true }));
}

/** `g` and a letter within a second. */
function useGoKeys(go: (href: string) => void): void {
  const { singleKeys } = usePreferences().preferences;
  const pressedG = useRef(0);
  const latest = useRef(go);
  useEffect(() => {
    latest.current = go;
  });
  useShortcut("g", () => {
    pressedG.current = Date.now();
  });
  useEffect(() => {
    if (!singleKeys) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (Date.now() - pressedG.current > 1000 || event.metaKey || event.ctrlKey || event.altKey) return;
      const item = NAV_ITEMS.find((i) => i.key === event.key.toLowerCase());
      if (item === undefined) return;
      pressedG.current = 0;
      event.preventDefault();
      event.stopPropagation();
      latest.current(item.href);
    };
    // Before the single-key shortcuts of the page, so that "g p" does not pause a run.
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [singleKeys]);
}

/** ⌘K or Ctrl K, also while typing: it types nothing. */
function useMenuKey(toggle: () => void): void {
  const latest = useRef(toggle);
  useEffect(() => {
    latest.current = toggle;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || event.altKey || event.shiftKey || event.metaKey === event.ctrlKey) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
