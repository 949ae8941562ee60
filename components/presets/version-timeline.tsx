"use client";

import type { PresetLabelResponse, PresetVersionResponse } from "@/lib/contracts/presets";
import { formatFullTime, formatRelative } from "@/lib/format";
import { Badge } from "../ui/badge";
import { cn } from "../ui/cn";
import { useNow } from "../ui/use-now";
import { usedByText } from "./used-by-text";

/** Every version, newest first: who, when, why, and who uses it. */
export function VersionTimeline({
  history,
  labels,
  chosen,
  onChoose,
}: {
  history: readonly PresetVersionResponse[];
  labels: readonly PresetLabelResponse[];
  chosen: number;
  onChoose: (n: number) => void;
}) {
  const now = useNow();
  return (
    <nav aria-label="Versions" className="overflow-hidden rounded-lg border">
      <ol className="max-h-[60vh] divide-y divide-line overflow-y-auto">
        {history.map((version) => (
          <li key={version.n}>
            <button
              type="button"
              aria-current={version.n === chosen ? "true" : undefined}
              onClick={() => onChoose(version.n)}
              className={cn(
                "block w-full border-transparent border-l-2 px-3 py-2 text-left -outline-offset-2 hover:bg-panel",
                version.n === chosen && "border-accent bg-panel",
              )}
            >
              <span className="flex items-baseline justify-between gap-2">
                <span className="flex min-w-0 flex-wrap items-center gap-1 font-medium text-sm">
                  v{version.n}
                  {labels
                    .filter((label) => label.version === version.n)
                    .map((label) => (
                      <Badge key={label.name}>{label.name}</Badge>
                    ))}
                </span>
                <time
                  dateTime={version.createdAt}
                  title={now === null ? undefined : formatFullTime(version.createdAt)}
                  className="shrink-0 text-muted text-xs"
                >
                  {now === null ? "" : formatRelative(version.createdAt, now)}
                </time>
              </span>
              <span className="block truncate text-xs">{version.message ?? "No message"}</span>
              <span className="block truncate text-muted text-xs">
                {version.author} · {usedByText(version.usedBy)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
