"use client";

import { Keyboard, PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { cn } from "../ui/cn";
import { IconButton } from "../ui/icon-button";
import { keepCookie } from "../ui/preferences-cookie";
import { useShortcut } from "../ui/use-shortcut";
import { Logo } from "./logo";
import { FOOT_ITEMS, isCurrent, MAIN_ITEMS } from "./nav-items";
import { RAIL_COOKIE } from "./rail-cookie";
import { ThemeToggle } from "./theme-toggle";
import { useCommandMenu, useCommands } from "./use-command";

/** The left rail: 208 px, or 48 px when collapsed (key `[`). */
export function Rail({ initiallyCollapsed }: { initiallyCollapsed: boolean }) {
  const [collapsed, setCollapsed] = useState(initiallyCollapsed);
  const { setSheet } = useCommandMenu();
  const toggle = () => {
    const next = !collapsed;
    setCollapsed(next);
    keepCookie(RAIL_COOKIE, next ? "collapsed" : "open");
  };
  const toggleLabel = collapsed ? "Widen the rail" : "Narrow the rail";
  useShortcut("[", toggle);
  useCommands([{ id: "rail", label: toggleLabel, group: "Do", keys: ["["], keywords: ["sidebar"], run: toggle }]);
  return (
    <nav
      aria-label="Main"
      className={cn(
        "sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-panel md:flex",
        collapsed ? "w-12" : "w-52",
      )}
    >
      <Link
        href="/runs"
        aria-label="Evalpace: runs"
        className="flex h-11 shrink-0 items-center gap-2 px-3 font-semibold text-base -outline-offset-2"
      >
        <Logo />
        {!collapsed && <span>Evalpace</span>}
      </Link>
      <div className="flex min-h-0 flex-1 flex-col justify-between gap-4 overflow-y-auto p-2">
        <RailLinks items={MAIN_ITEMS} collapsed={collapsed} />
        <RailLinks items={FOOT_ITEMS} collapsed={collapsed} />
      </div>
      <div
        className={cn("flex gap-1 border-t p-2", collapsed ? "flex-col items-center" : "items-center justify-between")}
      >
        <div className={cn("flex gap-1", collapsed && "flex-col")}>
          <ThemeToggle side="right" />
          <IconButton label="Keyboard shortcuts" shortcut="?" side="right" onClick={() => setSheet(true)}>
            <Keyboard aria-hidden />
          </IconButton>
        </div>
        <IconButton label={toggleLabel} shortcut="[" side="right" onClick={toggle}>
          {collapsed ? <PanelLeftOpen aria-hidden /> : <PanelLeftClose aria-hidden />}
        </IconButton>
      </div>
    </nav>
  );
}

function RailLinks({ items, collapsed }: { items: typeof MAIN_ITEMS; collapsed: boolean }) {
  const pathname = usePathname();
  return (
    <div className="flex flex-col gap-0.5">
      {items.map(({ href, label, icon: Icon }) => {
        const current = isCurrent(href, pathname);
        return (
          <Link
            key={href}
            href={href}
            aria-current={current ? "page" : undefined}
            title={collapsed ? label : undefined}
            className={cn(
              "flex h-8 shrink-0 items-center gap-2.5 rounded-md px-2 text-muted text-sm hover:bg-sunken hover:text-fg",
              current && "bg-sunken font-medium text-fg forced-colors:underline",
            )}
          >
            <Icon aria-hidden className="size-4 shrink-0" />
            <span className={cn(collapsed && "sr-only")}>{label}</span>
          </Link>
        );
      })}
    </div>
  );
}
