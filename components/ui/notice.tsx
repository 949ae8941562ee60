import { CircleAlert, Info, OctagonAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const LOOK = {
  info: { icon: Info, word: "Note", className: "bg-sunken" },
  warn: { icon: CircleAlert, word: "Warning", className: "tint-throttle" },
  block: { icon: OctagonAlert, word: "Blocked", className: "tint-error" },
} as const;

/** A remark at its place, with the presses that would mend it. */
export function Notice({
  level,
  fixes = [],
  className,
  children,
}: {
  level: keyof typeof LOOK;
  fixes?: readonly { label: string; onApply: () => void }[];
  className?: string;
  children: ReactNode;
}) {
  const { icon: Icon, word, className: look } = LOOK[level];
  return (
    <div className={cn("flex items-start gap-2 rounded-md px-2 py-1.5 text-xs", look, className)}>
      {/* A line with a button is taller. */}
      <Icon aria-hidden className={cn("size-3.5 shrink-0", fixes.length > 0 ? "mt-[5px]" : "mt-px")} />
      <div className="min-w-0 flex-1">
        <span className="sr-only">{word}: </span>
        {children}
        {fixes.map((fix) => (
          <button
            key={fix.label}
            type="button"
            onClick={fix.onApply}
            className="ml-1.5 inline-flex min-h-6 items-center rounded-sm border border-control bg-bg px-1.5 font-medium hover:bg-sunken"
          >
            {fix.label}
          </button>
        ))}
      </div>
    </div>
  );
}
