"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Fragment, type ReactNode } from "react";
import { CommandField } from "./command-field";
import { useCrumbLabel } from "./crumb";
import { Logo } from "./logo";
import { ThemeToggle } from "./theme-toggle";
import { trailOf } from "./trail";

/** Breadcrumb at the left, the way to every command in the middle, what is live at the right. */
export function TopBar({ live }: { live: ReactNode }) {
  return (
    <header className="sticky top-0 z-20 flex h-11 items-center justify-between gap-3 border-b bg-bg px-4 md:px-6">
      <div className="flex min-w-0 flex-1 items-center gap-2">
        <Link href="/runs" aria-label="Evalpace: runs" className="shrink-0 md:hidden">
          <Logo />
        </Link>
        <Breadcrumb />
      </div>
      <CommandField />
      <div className="flex shrink-0 items-center justify-end gap-2 lg:flex-1">
        {live}
        <div className="md:hidden">
          <ThemeToggle side="bottom" />
        </div>
      </div>
    </header>
  );
}

function Breadcrumb() {
  const trail = trailOf(usePathname(), useCrumbLabel());
  if (trail.length === 0) return null;
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex items-center gap-1.5 text-sm">
        {trail.map(({ label, href }) => (
          <Fragment key={label}>
            {href === null ? (
              <li aria-current="page" className="truncate font-medium" title={label}>
                {label}
              </li>
            ) : (
              <>
                <li className="shrink-0 text-muted">
                  <Link href={href} className="hover:text-fg">
                    {label}
                  </Link>
                </li>
                <li aria-hidden className="text-muted">
                  /
                </li>
              </>
            )}
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}
