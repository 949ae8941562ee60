"use client";

import type { PresetVersionResponse } from "@/lib/contracts/presets";
import { formatRelative } from "@/lib/format";
import { limitRows } from "../limit-fields/limit-rows";
import { Tooltip } from "../ui/tooltip";
import { useNow } from "../ui/use-now";
import { setBy } from "./set-by";

/** Every limit with its value; on hover or focus, the version that gave it this value, by whom and when. */
export function PresetValues({
  version,
  history,
}: {
  version: PresetVersionResponse;
  history: readonly PresetVersionResponse[];
}) {
  const now = useNow();
  return (
    <dl className="grid grid-cols-1 gap-x-8 sm:grid-cols-2">
      {limitRows(version.limits).map((row) => {
        const from = setBy(row.key, version.n, history);
        const age = now === null ? "" : ` · ${formatRelative(from.createdAt, now)}`;
        return (
          <div key={row.key} className="flex min-h-7 items-center justify-between gap-3 border-b py-1">
            <dt className="text-muted text-xs">{row.name}</dt>
            <dd>
              <Tooltip text={`v${from.n} · ${from.author}${age}`}>
                <button
                  type="button"
                  className="min-h-6 rounded-sm px-1 text-right text-sm tabular-nums hover:bg-sunken"
                >
                  {row.value}
                </button>
              </Tooltip>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
