"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "../ui/cn";
import { DropdownMenu, MenuItem } from "../ui/dropdown-menu";
import { FOOT_ITEMS, isCurrent, MAIN_ITEMS } from "./nav-items";

const SHOWN = MAIN_ITEMS.slice(0, 4);
const UNDER_MORE = [...MAIN_ITEMS.slice(4), ...FOOT_ITEMS];

const entryStyle = "flex h-14 w-full flex-col items-center justify-center gap-1 text-muted text-tick -outline-offset-2";

/** The rail of narrow screens: four places, and the rest in a menu. */
export function BottomNav() {
  const pathname = usePathname();
  const inMore = UNDER_MORE.find(({ href }) => isCurrent(href, pathname));
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-t bg-panel pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {SHOWN.map(({ href, label, icon: Icon }) => {
        const current = isCurrent(href, pathname);
        return (
          <Link
            key={href}
            href={href}
            aria-current={current ? "page" : undefined}
            className={cn(entryStyle, current && "font-medium text-fg forced-colors:underline")}
          >
            <Icon aria-hidden className={cn("size-5", current && "text-accent")} />
            {label}
          </Link>
        );
      })}
      <DropdownMenu
        trigger={
          <button type="button" className={cn(entryStyle, inMore !== undefined && "font-medium text-fg")}>
            <Ellipsis aria-hidden className={cn("size-5", inMore !== undefined && "text-accent")} />
            {inMore?.label ?? "More"}
          </button>
        }
      >
        {UNDER_MORE.map(({ href, label, icon: Icon }) => (
          <MenuItem key={href} asChild>
            <Link href={href} aria-current={isCurrent(href, pathname) ? "page" : undefined} className="min-h-10">
              <Icon aria-hidden />
              {label}
            </Link>
          </MenuItem>
        ))}
      </DropdownMenu>
    </nav>
  );
}
