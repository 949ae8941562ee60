"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Dialog } from "../ui/dialog";
import { Kbd } from "../ui/kbd";
import { Notice } from "../ui/notice";
import { usePreferences } from "../ui/preferences";
import { useModifierKey } from "../ui/use-modifier-key";
import { useShortcut } from "../ui/use-shortcut";
import { NAV_ITEMS } from "./nav-items";
import { type SheetPart, shortcutSheet } from "./shortcut-sheet";
import { useCommandMenu } from "./use-command";
import { useFrameCommands } from "./use-frame-commands";

// Most pages are left without it: it is loaded when it is first asked for.
const CommandMenu = dynamic(() => import("./command-menu").then((module) => module.CommandMenu), { ssr: false });

/** The field that finds in the list of a page. */
const FIND_FIELD = 'main input[type="search"], main input[data-find]';

/** The keys that work on every page, the command menu, and the sheet that lists all keys. */
export function Shortcuts() {
  const router = useRouter();
  const menu = useCommandMenu();
  const [wasOpen, setWasOpen] = useState(false);
  if (menu.open && !wasOpen) setWasOpen(true);
  useFrameCommands(() => menu.setSheet(true));
  useShortcut("?", () => menu.setSheet(true));
  useShortcut("c", () => router.push("/runs/new"));
  useShortcut("/", () => document.querySelector<HTMLInputElement>(FIND_FIELD)?.focus());
  useShortcut("f", openFilter);
  useGoKeys((href) => router.push(href));
  useMenuKey(() => (menu.open ? menu.hide() : menu.show()));
  return (
    <>
      {wasOpen && <CommandMenu />}
      <Sheet open={menu.sheet} onOpenChange={menu.setSheet} />
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

function Sheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { singleKeys } = usePreferences().preferences;
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" wide>
      {!singleKeys && (
        <Notice level="info" className="mb-4">
          Keys without ⌘ or Ctrl are off.{" "}
          <Link href="/settings" className="underline" onClick={() => onOpenChange(false)}>
            Turn them on in Settings
          </Link>
        </Notice>
      )}
      <div className="gap-8 sm:columns-2">
        {shortcutSheet(useModifierKey()).map((part) => (
          <SheetSection key={part.title} part={part} />
        ))}
      </div>
      <p className="mt-3 border-t pt-3 text-muted text-xs">No key cancels a run. Single keys are off while you type.</p>
    </Dialog>
  );
}

function SheetSection({ part }: { part: SheetPart }) {
  return (
    <section className="mb-4 break-inside-avoid">
      <h3 className="mb-1 font-medium text-muted text-xs">{part.title}</h3>
      <dl>
        {part.keys.map(({ text, keys, or }) => (
          <div key={text} className="flex min-h-7 items-center justify-between gap-3 border-b last:border-b-0">
            <dt className="text-sm">{text}</dt>
            <dd className="flex shrink-0 items-center gap-1 text-muted text-xs">
              <Keys keys={keys} />
              {or !== undefined && (
                <>
                  or <Keys keys={or} />
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Keys({ keys }: { keys: readonly string[] }) {
  return keys.map((key) => <Kbd key={key}>{key}</Kbd>);
}
