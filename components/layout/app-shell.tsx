import type { ReactNode } from "react";
import { BottomNav } from "./bottom-nav";
import { CrumbProvider } from "./crumb";
import { NewerVersion } from "./newer-version";
import { Rail } from "./rail";
import { Shortcuts } from "./shortcuts";
import { TopBar } from "./top-bar";
import { CommandProvider } from "./use-command";

/** Rail, top bar and content. On a narrow screen the rail becomes a bar at the bottom. */
export function AppShell({
  railCollapsed,
  live,
  children,
}: {
  railCollapsed: boolean;
  live: ReactNode;
  children: ReactNode;
}) {
  return (
    <CommandProvider>
      <CrumbProvider>
        <a
          href="#content"
          className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-1.5 text-on-accent focus:translate-y-0"
        >
          Skip to content
        </a>
        {/* Before the rail, so that its commands stand first. */}
        <Shortcuts />
        <div className="flex min-h-dvh">
          <Rail initiallyCollapsed={railCollapsed} />
          <div className="flex min-w-0 flex-1 flex-col">
            <TopBar live={live} />
            <main
              id="content"
              tabIndex={-1}
              className="w-full max-w-[1600px] flex-1 px-4 pt-4 pb-24 outline-none md:px-6 md:pb-8"
            >
              {children}
            </main>
          </div>
        </div>
        <BottomNav />
        <NewerVersion />
      </CrumbProvider>
    </CommandProvider>
  );
}
