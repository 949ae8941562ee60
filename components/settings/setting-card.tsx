import type { ReactNode } from "react";

/** A panel of settings, one under the other. */
export function SettingCard({ children }: { children: ReactNode }) {
  return <div className="divide-y divide-line rounded-lg border bg-panel">{children}</div>;
}

/** One setting: what it is at the left, its control at the right; under each other on a narrow screen. */
export function SettingRow({ label, hint, children }: { label: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium text-sm">{label}</p>
        {hint !== undefined && <p className="text-muted text-xs">{hint}</p>}
      </div>
      {children}
    </div>
  );
}
