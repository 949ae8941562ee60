import type { ReactNode } from "react";

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-4 min-w-4 items-center justify-center rounded-sm border border-control/50 bg-bg px-1 font-sans text-muted text-tick leading-none">
      {children}
    </kbd>
  );
}
